//! What differs between two rehearsals: findings by code and item, accounts, characters, time, and what was read.

use crate::verify::Change;
use std::collections::{BTreeMap, BTreeSet};
use utsushi_delivery::rehearsal::{FoundGroup, ReadFile, Rehearsal, RehearsedFile};

/// Which way a number of findings went; `None` where it is the same.
fn direction(before: u64, now: u64) -> Option<Change> {
    match (before, now) {
        _ if before == now => None,
        (0, _) => Some(Change::New),
        (_, 0) => Some(Change::Gone),
        _ if now > before => Some(Change::Worse),
        _ => Some(Change::Better),
    }
}

/// Where findings were made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Where {
    /// While converting.
    Conversion,
    /// In what was converted, while verifying it.
    Delivery,
}

/// A number of findings that changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FindingChange {
    /// Which way.
    pub direction: Change,
    /// Where.
    pub place: Where,
    /// The code.
    pub code: String,
    /// Its severity now, or then where it is gone: `error`, `warning`, `info`.
    pub severity: String,
    /// The file, or nothing.
    pub file: String,
    /// The item, or nothing.
    pub item: String,
    /// How many there were.
    pub before: u64,
    /// How many there are.
    pub now: u64,
}

/// A figure of a file's account that changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountChange {
    /// The file.
    pub file: String,
    /// Its name.
    pub name: String,
    /// `read`, `written`, `rejected`, `duplicates`, `left_behind`.
    pub figure: &'static str,
    /// What it was.
    pub before: u64,
    /// What it is.
    pub now: u64,
}

/// A named number, before and now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamedCount {
    /// What it counts.
    pub name: &'static str,
    /// What it was.
    pub before: u64,
    /// What it is.
    pub now: u64,
}

/// What differs between two rehearsals.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RehearsalChanges {
    /// Number of the earlier one.
    pub before: u32,
    /// Findings: new ones first, then worse, better, gone; errors before warnings.
    pub findings: Vec<FindingChange>,
    /// Figures of accounts.
    pub accounts: Vec<AccountChange>,
    /// Characters: uses of gaiji not identified, that cannot be, and of others that the receiving side does not take.
    pub characters: Vec<NamedCount>,
    /// Seconds of converting and verifying, before and now.
    pub seconds: (f64, f64),
    /// Files that were read and are another now: kind and path.
    pub edited: Vec<(String, String)>,
    /// Files that were not read before.
    pub added: Vec<(String, String)>,
    /// Files that are not read any more.
    pub removed: Vec<(String, String)>,
    /// Standard files whose layout is another.
    pub layouts: Vec<String>,
    /// Other things that differ, by name: `version`, `machine`, `memory`, `base_date`.
    pub settings: Vec<&'static str>,
}

impl RehearsalChanges {
    /// Whether nothing was read that differs: the same must come out, but for time.
    pub fn nothing_read_differs(&self) -> bool {
        self.edited.is_empty() && self.added.is_empty() && self.removed.is_empty() && self.layouts.is_empty()
    }
}

/// What changed since the last rehearsal before `now` that looked at as much: the same sample, or everything. `None` where
/// there is none.
pub fn rehearsal_changes(entries: &[Rehearsal], now: &Rehearsal) -> Option<RehearsalChanges> {
    let share = |entry: &Rehearsal| entry.sample.as_ref().map(|sample| (sample.millionths, sample.seed));
    let earlier = entries.iter().filter(|entry| entry.number < now.number && share(entry) == share(now));
    earlier.max_by_key(|entry| entry.number).map(|before| between(before, now))
}

fn between(before: &Rehearsal, now: &Rehearsal) -> RehearsalChanges {
    let mut findings = findings(Where::Conversion, &before.conversion.groups, &now.conversion.groups);
    findings.extend(self::findings(
        Where::Delivery,
        &before.delivery.found.groups,
        &now.delivery.found.groups,
    ));
    let weight = |severity: &str| ["error", "warning", "info"].iter().position(|name| *name == severity);
    findings.sort_by(|a, b| {
        let of = |one: &FindingChange| (one.direction, weight(&one.severity), one.place);
        of(a).cmp(&of(b)).then_with(|| (&a.code, &a.file, &a.item).cmp(&(&b.code, &b.file, &b.item)))
    });
    let mut changes = RehearsalChanges {
        before: before.number,
        findings,
        accounts: accounts(&before.files, &now.files),
        characters: characters(before, now),
        seconds: (before.seconds_of_migration(), now.seconds_of_migration()),
        ..RehearsalChanges::default()
    };
    read(&before.read, &now.read, &mut changes);
    let layouts: BTreeMap<&str, &str> =
        before.files.iter().map(|file| (file.file.as_str(), file.layout_sha256.as_str())).collect();
    for file in &now.files {
        if layouts.get(file.file.as_str()).is_some_and(|was| *was != file.layout_sha256) {
            changes.layouts.push(file.file.clone());
        }
    }
    let machine = |entry: &Rehearsal| {
        let machine = &entry.machine;
        (machine.os.clone(), machine.arch.clone(), machine.processors, machine.threads)
    };
    let settings = [
        ("version", before.utsushi.version != now.utsushi.version),
        ("machine", machine(before) != machine(now)),
        ("memory", before.machine.memory_bytes != now.machine.memory_bytes),
        ("base_date", before.base_date != now.base_date),
    ];
    changes.settings = settings.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
    changes
}

fn findings(place: Where, before: &[FoundGroup], now: &[FoundGroup]) -> Vec<FindingChange> {
    type Key<'a> = (&'a str, &'a str, &'a str);
    fn by_key(groups: &[FoundGroup]) -> BTreeMap<Key<'_>, (u64, &str)> {
        let mut found: BTreeMap<Key<'_>, (u64, &str)> = BTreeMap::new();
        for group in groups {
            let key = (group.code.as_str(), group.file.as_str(), group.item.as_str());
            found.entry(key).or_insert((0, &group.severity)).0 += group.count;
        }
        found
    }
    let (was, is) = (by_key(before), by_key(now));
    let keys: BTreeSet<&Key<'_>> = was.keys().chain(is.keys()).collect();
    let change = |key: &&Key<'_>| {
        let (old, new) = (was.get(*key), is.get(*key));
        let (before, now) = (old.map_or(0, |old| old.0), new.map_or(0, |new| new.0));
        Some(FindingChange {
            direction: direction(before, now)?,
            place,
            code: key.0.to_owned(),
            severity: new.or(old).map_or("", |one| one.1).to_owned(),
            file: key.1.to_owned(),
            item: key.2.to_owned(),
            before,
            now,
        })
    };
    keys.iter().filter_map(change).collect()
}

fn accounts(before: &[RehearsedFile], now: &[RehearsedFile]) -> Vec<AccountChange> {
    let none = RehearsedFile::default();
    let names: BTreeMap<&str, &str> =
        before.iter().chain(now).map(|file| (file.file.as_str(), file.name.as_str())).collect();
    let of = |files: &[RehearsedFile], id: &str| files.iter().find(|file| file.file == id).cloned();
    let mut changes = Vec::new();
    for (id, name) in names {
        let was = of(before, id).unwrap_or_else(|| none.clone());
        let is = of(now, id).unwrap_or_else(|| none.clone());
        let figures = [
            ("read", was.read, is.read),
            ("written", was.written, is.written),
            ("rejected", was.rejected, is.rejected),
            ("duplicates", was.duplicates, is.duplicates),
            ("left_behind", was.left_behind, is.left_behind),
        ];
        for (figure, before, now) in figures.into_iter().filter(|(_, before, now)| before != now) {
            changes.push(AccountChange { file: id.to_owned(), name: name.to_owned(), figure, before, now });
        }
    }
    changes
}

fn characters(before: &Rehearsal, now: &Rehearsal) -> Vec<NamedCount> {
    let (Some(was), Some(is)) = (&before.characters, &now.characters) else { return Vec::new() };
    let counts = [
        ("open", was.open.uses, is.open.uses),
        ("rejected", was.rejected.uses, is.rejected.uses),
        ("outside", was.outside.uses, is.outside.uses),
    ];
    let changed = counts.into_iter().filter(|(_, before, now)| before != now);
    changed.map(|(name, before, now)| NamedCount { name, before, now }).collect()
}

fn read(before: &[ReadFile], now: &[ReadFile], changes: &mut RehearsalChanges) {
    let by_path = |files: &[ReadFile]| -> BTreeMap<(String, String), String> {
        files.iter().map(|file| ((file.kind.clone(), file.path.clone()), file.sha256.clone())).collect()
    };
    let (was, is) = (by_path(before), by_path(now));
    for (path, digest) in &is {
        match was.get(path) {
            None => changes.added.push(path.clone()),
            Some(old) if old != digest => changes.edited.push(path.clone()),
            Some(_) => {}
        }
    }
    changes.removed.extend(was.keys().filter(|path| !is.contains_key(*path)).cloned());
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_delivery::rehearsal::{FoundThere, Sample};

    fn group(code: &str, item: &str, count: u64) -> FoundGroup {
        FoundGroup {
            code: code.into(),
            severity: "error".into(),
            file: "01.resident".into(),
            item: item.into(),
            count,
        }
    }

    fn entry(number: u32, groups: Vec<FoundGroup>) -> Rehearsal {
        let conversion = FoundThere { groups, ..FoundThere::default() };
        Rehearsal { number, conversion, ..Rehearsal::default() }
    }

    #[test]
    fn findings_are_new_worse_better_or_gone_and_the_same_is_not_told() {
        let before = entry(
            1,
            vec![
                group("DAT002", "生年月日", 9),
                group("ITM001", "氏名", 2),
                group("COD001", "性別", 1),
                group("DAT002", "消除年月日", 4),
            ],
        );
        let now = entry(
            2,
            vec![
                group("DAT002", "生年月日", 3),
                group("COD001", "性別", 5),
                group("NUM004", "郵便番号", 1),
                group("DAT002", "消除年月日", 4),
            ],
        );
        let changes = rehearsal_changes(&[before, now.clone()], &now).unwrap();
        let told: Vec<(Change, &str, u64, u64)> = changes
            .findings
            .iter()
            .map(|one| (one.direction, one.code.as_str(), one.before, one.now))
            .collect();
        assert_eq!(
            told,
            [
                (Change::New, "NUM004", 0, 1),
                (Change::Worse, "COD001", 1, 5),
                (Change::Better, "DAT002", 9, 3),
                (Change::Gone, "ITM001", 2, 0)
            ]
        );
        assert!(changes.nothing_read_differs());
    }

    #[test]
    fn a_sample_is_compared_with_the_same_sample_only() {
        let sample = |number, millionths| Rehearsal {
            sample: Some(Sample { millionths, ..Sample::default() }),
            ..entry(number, vec![])
        };
        let entries = [sample(1, 50_000), entry(2, vec![]), sample(3, 10_000), sample(4, 50_000)];
        assert_eq!(rehearsal_changes(&entries, &entries[3]).unwrap().before, 1);
        assert_eq!(rehearsal_changes(&entries, &entries[1]), None);
    }

    #[test]
    fn what_was_read_and_is_another_is_named() {
        let file = |path: &str, digest: &str| ReadFile {
            kind: "project".into(),
            path: path.into(),
            sha256: digest.into(),
            ..ReadFile::default()
        };
        let before =
            Rehearsal { read: vec![file("a", "1"), file("b", "1"), file("c", "1")], ..entry(1, vec![]) };
        let now =
            Rehearsal { read: vec![file("a", "1"), file("b", "2"), file("d", "1")], ..entry(2, vec![]) };
        let changes = rehearsal_changes(&[before], &now).unwrap();
        let path = |path: &str| vec![("project".to_owned(), path.to_owned())];
        assert_eq!((changes.edited, changes.added, changes.removed), (path("b"), path("d"), path("c")));
    }
}
