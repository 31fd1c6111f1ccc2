//! Characters on their way through a run: gaiji replaced, others reduced, and every change counted.

use std::collections::BTreeMap;
use utsushi_check::character_name;
use utsushi_findings::{CHR015, CHR016, CHR017, CHR018, CHR019, Entry};
use utsushi_layout::{CharacterFault, Rows};
use utsushi_text::gaiji::{Carrier, ChangeKind, Fault, FaultKind};
use utsushi_text::shrink::Relation;

/// How often each character was written as another: from, to and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes(BTreeMap<(String, String, ChangeKind), u64>);

impl Changes {
    pub fn merge(&mut self, other: Changes) {
        for (change, count) in other.0 {
            *self.0.entry(change).or_default() += count;
        }
    }

    /// As a list of from, to, why and how often.
    pub fn to_list(&self) -> Vec<(String, String, String, u64)> {
        let list = self.iter();
        list.map(|(from, to, kind, count)| (from.to_owned(), to.to_owned(), kind.name().to_owned(), count))
            .collect()
    }

    /// What such a list says; `None` where it names a reason that there is not.
    pub fn of(list: &[(String, String, String, u64)]) -> Option<Changes> {
        let kinds = [ChangeKind::Gaiji, ChangeKind::Substitute].into_iter();
        let kinds: Vec<_> = kinds.chain(Relation::ALL.iter().copied().map(ChangeKind::Shrink)).collect();
        let change = |(from, to, name, count): &(String, String, String, u64)| {
            let kind = kinds.iter().find(|kind| kind.name() == name)?;
            Some(((from.clone(), to.clone(), *kind), *count))
        };
        list.iter().map(change).collect::<Option<_>>().map(Changes)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, ChangeKind, u64)> {
        self.0.iter().map(|((from, to, kind), count)| (from.as_str(), to.as_str(), *kind, *count))
    }
}

/// Carries the text items of all rows. A column in which every character is taken as it stands costs one scan, and the check
/// of the repertoire then need not look again.
pub(crate) fn carry(carrier: &Carrier, unicode: bool, rows: &mut Rows, changes: &mut Changes) {
    for item in 0..rows.layout().items.len() {
        let mut column = rows.take(item);
        if carrier.is_plain(column.text()) {
            column.set_in_repertoire();
        } else if rows.layout().items[item].kind.can_keep() {
            let mut carried = Vec::new();
            let (mut found, mut made) = (Vec::new(), Vec::new());
            for row in 0..column.len() {
                let value = column.get(row);
                if carrier.is_plain(value) || column.is_settled(row) {
                    continue;
                }
                let mut text = String::with_capacity(value.len() + 8);
                found.clear();
                carrier.carry(value, unicode, &mut text, &mut made, &mut found);
                let faults: Vec<CharacterFault> = found.iter().map(|fault| told(fault, &text)).collect();
                carried.push((row, text, faults));
            }
            for change in made {
                *changes.0.entry((change.from, change.to, change.kind)).or_default() += 1;
            }
            column.rewrite(carried.iter().map(|(row, text, _)| (*row, text.as_str())));
            for (row, _, faults) in &carried {
                rows.report_characters(&mut column, (*row, item), faults, true);
            }
        }
        rows.put(item, column);
    }
}

fn told(fault: &Fault, text: &str) -> CharacterFault {
    let mut name = character_name(text.get(fault.span.clone()).unwrap_or(""));
    let code: &'static Entry = match &fault.kind {
        FaultKind::Pending => &CHR015,
        FaultKind::Rejected => &CHR016,
        FaultKind::PrivateInUnicode => &CHR019,
        FaultKind::NoTarget => &CHR018,
        FaultKind::Several(targets) => {
            let targets: Vec<String> = targets.iter().map(|target| character_name(target)).collect();
            name.push_str(&format!(" → {}", targets.join(" / ")));
            &CHR017
        }
    };
    CharacterFault { code: code.into(), span: fault.span.clone(), name }
}
