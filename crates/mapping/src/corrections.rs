//! The corrections file: values that a person decided, instead of what the vendor wrote.

use crate::csv_table::{Told, decode, read};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use utsushi_findings::{Problem, Problems, did_you_mean, problem};
use utsushi_layout::{FileLayout, Rows};
use utsushi_text::Charset;

/// Columns of the file, in English and in Japanese; all but `file` have to be there.
const COLUMNS: [(&str, &str); 6] = [
    ("file", "ファイル"),
    ("key", "キー"),
    ("item", "項目"),
    ("value", "値"),
    ("who", "訂正者"),
    ("why", "理由"),
];

/// One line of the corrections file.
#[derive(Debug)]
pub struct Correction {
    /// The line.
    pub line: u64,
    /// The values of the file's key items, joined by `/`.
    pub key: String,
    /// Position of the item in the layout.
    pub item: usize,
    /// What stands in the item instead; may be blank.
    pub value: String,
    /// Who decided it.
    pub who: String,
    /// For what reason.
    pub why: String,
    /// How many rows it was applied to.
    applied: AtomicU64,
}

/// The corrections of one standard file. Shared by all workers: they count what they apply.
#[derive(Debug, Default)]
pub struct Corrections {
    /// In order of line.
    all: Vec<Correction>,
    by_key: HashMap<Box<str>, Vec<u32>, foldhash::fast::RandomState>,
    keys: Vec<usize>,
    other_files: BTreeSet<String>,
}

/// A correction that fits a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit<'a> {
    pub item: usize,
    pub row: usize,
    pub correction: &'a Correction,
}

impl Corrections {
    /// Reads the corrections for the file of `layout` from a CSV with a header line: key, item, value, who, why, and
    /// perhaps `file` (then lines of other files are left out), or the same in Japanese (キー, 項目, 値, 訂正者, 理由, ファイル),
    /// in any order. The bytes are UTF-8 or CP932, as spreadsheets write it. `path` is only named in problems.
    ///
    /// # Errors
    /// Missing columns; lines without key, item, who or why; unknown items and key items, which cannot be corrected
    /// (they say which row is meant; `renumber` is for them); two corrections of the same item of the same key.
    pub fn from_csv(path: &Path, bytes: &[u8], layout: &FileLayout) -> Result<Corrections, Problems> {
        let is_utf8 = std::str::from_utf8(bytes).is_ok();
        let text = decode(path, bytes, if is_utf8 { Charset::Utf8 } else { Charset::Cp932 })?;
        let keys: Vec<usize> = (0..layout.items.len()).filter(|item| layout.items[*item].key).collect();
        let mut corrections = Corrections { keys, ..Corrections::default() };
        let mut places = [None; COLUMNS.len()];
        let header = |names: &[&str]| {
            places = columns(names)?;
            Ok(())
        };
        let (file, mut lines) = (layout.id(), Vec::new());
        let row = |cells: &[&str], line: u64, _: &mut Told<'_>| {
            lines.push((cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>(), line));
        };
        read(path, &text, header, row)?;
        let mut told = Told::new(path);
        for (cells, line) in lines {
            let [of, key, item, value, who, why] = places
                .map(|place| place.and_then(|place: usize| cells.get(place)).map_or("", String::as_str));
            if !of.is_empty() && of != file {
                corrections.other_files.insert(of.to_owned());
                continue;
            }
            let missing = [("key", key), ("item", item), ("who", who), ("why", why)];
            for (name, _) in missing.iter().filter(|(_, cell)| cell.is_empty()) {
                told.push(problem!("{name} が空です", "{name} is blank"), line);
            }
            if missing.iter().any(|(_, cell)| cell.is_empty()) {
                continue;
            }
            let item = match corrections.item(item, key, layout) {
                Ok(item) => item,
                Err(problem) => {
                    told.push(problem, line);
                    continue;
                }
            };
            let same = corrections.by_key.entry(key.into()).or_default();
            let mut earlier = same.iter().map(|at| &corrections.all[*at as usize]);
            if let Some(earlier) = earlier.find(|earlier| earlier.item == item) {
                let first = earlier.line;
                told.push(
                    problem!(
                        "{first} 行目と同じキー・項目の訂正です",
                        "corrects the same item of the same key as line {first}"
                    ),
                    line,
                );
                continue;
            }
            same.push(corrections.all.len() as u32);
            let [key, value, who, why] = [key, value, who, why].map(str::to_owned);
            corrections.all.push(Correction { line, key, item, value, who, why, applied: AtomicU64::new(0) });
        }
        told.finish()?;
        Ok(corrections)
    }

    fn item(&self, name: &str, key: &str, layout: &FileLayout) -> Result<usize, Problem> {
        let file = layout.id();
        let (parts, slashes) = (self.keys.len(), key.matches('/').count());
        let Some(index) = layout.item_index(name) else {
            let said = problem!("{file} に項目「{name}」はありません", "{file} has no item \"{name}\"");
            let names = layout.items.iter().flat_map(|item| [item.name.as_str(), item.slug.as_str()]);
            return Err(said.suggest(did_you_mean(name, names)));
        };
        if self.keys.contains(&index) {
            return Err(problem!(
                "「{name}」はキー項目なので訂正できません (どの行かを示すものです)",
                "\"{name}\" is a key item and cannot be corrected: it says which row is meant"
            )
            .help(
                "番号を変えるには mapping の renumber を使ってください",
                "to change numbers, use renumber in the mapping",
            ));
        }
        if slashes + 1 < parts || parts == 0 {
            let names: Vec<&str> = self.keys.iter().map(|item| layout.items[*item].name.as_str()).collect();
            let names = names.join("/");
            return Err(problem!(
                "{file} のキーは {names} を / でつないだものです",
                "the key of {file} is {names}, joined by /"
            ));
        }
        Ok(index)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Values that were replaced so far.
    pub fn applied(&self) -> u64 {
        self.all.iter().map(|correction| correction.applied.load(Ordering::Relaxed)).sum()
    }

    /// The corrections that no row has had so far, in order of line.
    pub fn unapplied(&self) -> impl Iterator<Item = &Correction> {
        self.all.iter().filter(|correction| correction.applied.load(Ordering::Relaxed) == 0)
    }

    /// What the column `file` names besides this file: for the caller to tell a misspelt one.
    pub fn other_files(&self) -> &BTreeSet<String> {
        &self.other_files
    }

    /// The key items of the file.
    pub(crate) fn keys(&self) -> &[usize] {
        &self.keys
    }

    /// The corrections that fit rows whose key items are mapped, in order of item and row. They count as applied.
    pub(crate) fn hits(&self, rows: &Rows) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        let mut joined = String::new();
        for row in (0..rows.len()).filter(|row| !rows.is_rejected(*row)) {
            let key = match self.keys.as_slice() {
                [key] => rows.column(*key).get(row),
                keys => {
                    joined.clear();
                    for (at, key) in keys.iter().enumerate() {
                        joined.push_str(if at > 0 { "/" } else { "" });
                        joined.push_str(rows.column(*key).get(row));
                    }
                    &joined
                }
            };
            for at in self.by_key.get(key).into_iter().flatten() {
                let correction = &self.all[*at as usize];
                correction.applied.fetch_add(1, Ordering::Relaxed);
                hits.push(Hit { item: correction.item, row, correction });
            }
        }
        hits.sort_by_key(|hit| (hit.item, hit.row));
        hits
    }
}

/// Where each of [`COLUMNS`] stands.
fn columns(names: &[&str]) -> Result<[Option<usize>; COLUMNS.len()], Problem> {
    let known = || COLUMNS.iter().flat_map(|(en, ja)| [*en, *ja]);
    let help = |problem: Problem| {
        problem.help(
            "見出しは キー,項目,値,訂正者,理由 (key,item,value,who,why とも書ける) です。ファイル (file) は任意です",
            "the header is key,item,value,who,why (or キー,項目,値,訂正者,理由); file is optional",
        )
    };
    let mut places = [None; COLUMNS.len()];
    for (place, name) in names.iter().enumerate() {
        match COLUMNS.iter().position(|(en, ja)| en == name || ja == name) {
            Some(column) if places[column].is_none() => places[column] = Some(place),
            Some(_) => {
                return Err(help(problem!(
                    "列「{name}」が二度あります",
                    "the column \"{name}\" stands twice"
                )));
            }
            None => {
                let said = problem!("不明な列「{name}」があります", "unknown column \"{name}\"");
                return Err(help(said).suggest(did_you_mean(name, known())));
            }
        }
    }
    match COLUMNS.iter().zip(places).skip(1).find(|(_, place)| place.is_none()) {
        Some(((en, ja), _)) => {
            Err(help(problem!("列「{ja}」({en}) がありません", "there is no column {en}")))
        }
        None => Ok(places),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    fn corrections(bytes: &[u8]) -> Result<Corrections, String> {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let layout = standard.file("01.resident").unwrap();
        let read = Corrections::from_csv(Path::new("corrections.csv"), bytes, layout);
        read.map_err(|problems| problems.to_string())
    }

    #[test]
    fn lines_are_read_in_either_language_and_charset() {
        let english = "\u{feff}why,who,value,item,key\r\n戸籍で確認,市民課 佐藤,19450301,生年月日,0001\r\n";
        let read = corrections(english.as_bytes()).unwrap();
        let first = read.unapplied().next().unwrap();
        assert_eq!(
            (first.line, &*first.key, &*first.value, &*first.who),
            (2, "0001", "19450301", "市民課 佐藤")
        );
        // キー,項目,値,訂正者,理由 and 1,氏名,山,a,b in CP932, by Python.
        let cp932 = b"\x83L\x81[,\x8d\x80\x96\xda,\x92l,\x92\xf9\x90\xb3\x8e\xd2,\x97\x9d\x97R\r\n\
            1,\x8e\x81\x96\xbc,\x8eR,a,b\r\n";
        assert_eq!(corrections(cp932).unwrap().unapplied().next().unwrap().value, "山");
    }

    #[test]
    fn lines_of_other_files_are_left_out_and_named() {
        let text = "file,key,item,value,who,why\n01.resident,1,氏名,x,a,b\n01.residnet,1,氏名,x,a,b\n";
        let read = corrections(text.as_bytes()).unwrap();
        assert_eq!(
            (read.len(), read.other_files().iter().next().map(String::as_str)),
            (1, Some("01.residnet"))
        );
    }

    #[test]
    fn mistakes_are_told_with_their_lines() {
        let lines =
            |lines: &str| corrections(format!("key,item,value,who,why\n{lines}").as_bytes()).unwrap_err();
        let said = lines("1,生年月曰,x,a,b\n1,氏名,x,,b\n1,宛名番号,2,a,b\n1,氏名,x,a,b\n1,氏名,y,a,b\n");
        for expected in [
            "corrections.csv:2: 01.resident has no item",
            "did you mean \"生年月日\"?",
            "corrections.csv:3: who is blank",
            "corrections.csv:4: \"宛名番号\" is a key item",
            "corrections.csv:6: corrects the same item of the same key as line 5",
        ] {
            assert!(said.contains(expected), "{expected}: {said}");
        }
        assert!(corrections(b"key,item,value,who\n").unwrap_err().contains("there is no column why"));
        assert!(corrections(b"key,itm,value,who,why\n").unwrap_err().contains("did you mean \"item\"?"));
    }
}
