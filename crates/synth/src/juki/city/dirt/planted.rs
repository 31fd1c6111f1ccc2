//! `planted.csv`: what was planted where, with the code that must be found there.

use super::kinds::EMPTY_FILE;
use super::{Change::*, Defect, EMPTY_PART};
use crate::juki::Format;
use crate::juki::city::block::Slot;
use std::fmt::Write;
use utsushi_findings::Severity;

/// A defect at its place.
#[derive(Clone, Debug)]
pub(crate) struct Planted {
    /// Which of the files.
    pub slot: usize,
    /// Which record of it; 0 for the file as a whole.
    pub record: u64,
    pub defect: &'static Defect,
}

/// What the list of what was planted begins with: a byte order mark, since people open it, and its header.
pub(crate) fn head() -> String {
    "\u{feff}kind,code,severity,job,input,record,line,file,item,field\r\n".to_owned()
}

/// What was planted where, for people and tests: a CSV with a byte order mark.
pub(crate) fn table(planted: &[Planted], slots: &[Slot], records: &[u64], format: Format) -> String {
    let mut out = head();
    let mut told: Vec<(String, &str)> = Vec::new();
    // A file without records is not exported.
    let mut sorted: Vec<&Planted> = planted.iter().filter(|planted| records[planted.slot] > 0).collect();
    sorted.sort_by_key(|planted| (planted.slot, planted.record));
    let mut blank_lines = (0, 0);
    for Planted { slot, record, defect } in sorted {
        let sheet = slots[*slot].sheet;
        if blank_lines.0 != *slot {
            blank_lines = (*slot, 0);
        }
        blank_lines.1 += u64::from(matches!(defect.change, BlankLine));
        // One finding tells of all such places in a file.
        let of_file = matches!(defect.change, Whole | BlankLine | LineFeed | Unread(_));
        let path = slots[*slot].path(format);
        let once = |defect: &'static Defect, told: &mut Vec<(String, &str)>| {
            let new = !told.contains(&(path.clone(), defect.name));
            if new {
                told.push((path.clone(), defect.name));
            }
            new
        };
        match of_file {
            true if once(defect, &mut told) => line(&mut out, defect, &slots[*slot], &path, None, None),
            true => {}
            false => {
                // The first line is the header, or the record that heads the file.
                let has_lines = format == Format::Csv || sheet.line_ends;
                let at = has_lines.then_some(1 + record + blank_lines.1);
                line(&mut out, defect, &slots[*slot], &path, Some(*record), at);
            }
        }
        if let Some(also) = defect.also.filter(|also| once(also, &mut told)) {
            line(&mut out, also, &slots[*slot], &path, None, None);
        }
    }
    let broken_off = slots
        .iter()
        .zip(records)
        .filter(|(slot, records)| slot.sheet.name == EMPTY_FILE.sheet && **records > 0);
    for (slot, _) in broken_off {
        let empty = Slot { sheet: slot.sheet, part: EMPTY_PART };
        line(&mut out, &EMPTY_FILE, slot, &empty.path(format), None, None);
    }
    out
}

fn line(out: &mut String, defect: &Defect, slot: &Slot, path: &str, record: Option<u64>, line: Option<u64>) {
    let severity = match defect.code.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let shown = |number: Option<u64>| number.map_or(String::new(), |number| number.to_string());
    let (record, line) = (shown(record), shown(line));
    let Defect { name, code, file, item, column, .. } = defect;
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "{name},{},{severity},{},{path},{record},{line},{file},{item},{column}\r\n",
        code.id, slot.sheet.job
    );
}
