//! All files looked at together: what breaks a rule is mended, or its row goes, until nothing breaks one.

use super::{BASE_DATE, CityFile, meets};
use std::collections::{BTreeMap, HashMap, HashSet};
use utsushi_layout::{FileRule, FileRuleKind, Relation};

/// What is wrong with a row.
enum Wrong {
    /// These items may be blanked instead.
    Blank(Vec<usize>),
    /// This item should have this value.
    Set(usize, String),
    /// Nothing helps.
    Row,
}

/// Rounds in which values are mended before rows go.
const MENDING: usize = 12;

pub(super) fn settle(files: &mut [CityFile]) {
    for round in 0.. {
        let wrong = look(files);
        if wrong.is_empty() {
            return;
        }
        let mut gone: BTreeMap<usize, HashSet<usize>> = BTreeMap::new();
        for (file, row, _, wrong) in wrong {
            let layout = &files[file].layout;
            let can_blank = |item: &usize| !layout.items[*item].key && !layout.items[*item].required;
            match wrong {
                // Mending one rule may break another: after some rounds rows only go, and so it ends.
                _ if round >= MENDING => {
                    gone.entry(file).or_default().insert(row);
                }
                Wrong::Blank(items) if items.iter().any(can_blank) => {
                    let item = items.iter().copied().find(|item| can_blank(item)).unwrap_or(items[0]);
                    files[file].rows[row][item].clear();
                }
                Wrong::Set(item, value)
                    if can_blank(&item) || !value.is_empty() && !layout.items[item].key =>
                {
                    files[file].rows[row][item] = value;
                }
                _ => {
                    gone.entry(file).or_default().insert(row);
                }
            }
        }
        for (file, rows) in gone {
            let mut at = 0;
            files[file].rows.retain(|_| {
                at += 1;
                !rows.contains(&(at - 1))
            });
        }
    }
}

/// What is still broken, for tests: file, rule.
#[cfg(test)]
pub(super) fn broken(files: &[CityFile]) -> Vec<String> {
    let found = look(files);
    found
        .into_iter()
        .map(|(file, row, what, _)| format!("{} row {row}: {what}", files[file].layout.id()))
        .collect()
}

fn look(files: &[CityFile]) -> Vec<(usize, usize, String, Wrong)> {
    let mut found = Vec::new();
    let index: BTreeMap<String, usize> =
        files.iter().enumerate().map(|(index, file)| (file.layout.id(), index)).collect();
    for (at, file) in files.iter().enumerate() {
        for (number, row) in file.rows.iter().enumerate() {
            for (item, declared) in file.layout.items.iter().enumerate() {
                if (declared.required || declared.key) && row[item].is_empty() {
                    found.push((at, number, format!("{} is blank", declared.slug), Wrong::Row));
                }
            }
            for rule in &file.layout.rules.records {
                if !meets::record(rule, row) {
                    let items =
                        rule.items().into_iter().filter(|item| !row[*item].is_empty()).rev().collect();
                    found.push((at, number, format!("record {:?}", rule.kind), Wrong::Blank(items)));
                }
            }
        }
        for relation in &file.layout.rules.relations {
            if let Some(to) = index.get(&relation.to) {
                self::relation(files, at, *to, relation, &mut found);
            }
        }
        for rule in &file.layout.rules.files {
            self::file_rule(files, at, rule, &mut found);
        }
        keys(files, at, &mut found);
    }
    // One change a row and round: the next round sees what is left.
    let mut seen = HashSet::new();
    found.retain(|(file, row, ..)| seen.insert((*file, *row)));
    found
}

fn keys(files: &[CityFile], at: usize, found: &mut Vec<(usize, usize, String, Wrong)>) {
    let file = &files[at];
    let items: Vec<usize> =
        (0..file.layout.items.len()).filter(|item| file.layout.items[*item].key).collect();
    let mut seen = HashSet::new();
    for (number, row) in file.rows.iter().enumerate() {
        if !seen.insert(items.iter().map(|item| row[*item].as_str()).collect::<Vec<_>>()) {
            found.push((at, number, "key twice".into(), Wrong::Row));
        }
    }
}

fn relation(
    files: &[CityFile],
    at: usize,
    to: usize,
    relation: &Relation,
    found: &mut Vec<(usize, usize, String, Wrong)>,
) {
    let mut targets: HashMap<Vec<&str>, Vec<&Vec<String>>> = HashMap::new();
    for row in files[to].rows.iter().filter(|row| meets::tests(&relation.to_when, row)) {
        targets.entry(relation.roles.iter().map(|role| row[*role].as_str()).collect()).or_default().push(row);
    }
    for (number, row) in files[at].rows.iter().enumerate() {
        if !meets::tests(&relation.when, row) || relation.items.iter().any(|item| row[*item].is_empty()) {
            continue;
        }
        let key: Vec<&str> = relation.items.iter().map(|item| row[*item].as_str()).collect();
        let what = || format!("relation to {}", relation.to);
        let candidates = targets.get(&key).map_or(&[][..], |rows| rows.as_slice());
        let valid = |target: &&&Vec<String>| {
            let Some(as_of) = relation.as_of else { return true };
            let day = if row[as_of].is_empty() { BASE_DATE } else { row[as_of].as_str() };
            let (from, until) = relation.valid;
            from.is_none_or(|item| target[item].is_empty() || target[item].as_str() <= day)
                && until.is_none_or(|item| target[item].is_empty() || day <= target[item].as_str())
        };
        if let Some(count) = relation.count_equals {
            let rows = candidates.len().to_string();
            if row[count] != rows && !row[count].is_empty() {
                found.push((at, number, format!("{}: count", what()), Wrong::Set(count, rows)));
            }
            continue;
        }
        let Some(target) = candidates.iter().find(valid) else {
            found.push((at, number, what(), Wrong::Blank(relation.items.clone())));
            continue;
        };
        for (own, other) in &relation.equal {
            if row[*own] != target[*other] {
                found.push((
                    at,
                    number,
                    format!("{}: equal", what()),
                    Wrong::Set(*own, target[*other].clone()),
                ));
            }
        }
    }
}

fn file_rule(files: &[CityFile], at: usize, rule: &FileRule, found: &mut Vec<(usize, usize, String, Wrong)>) {
    let file = &files[at];
    let mut groups: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
    for (number, row) in file.rows.iter().enumerate() {
        let applies = meets::tests(&rule.when, row)
            && (rule.except_when.is_empty() || !meets::tests(&rule.except_when, row))
            && rule.key.iter().all(|item| !row[*item].is_empty());
        if applies {
            groups.entry(rule.key.iter().map(|item| row[*item].as_str()).collect()).or_default().push(number);
        }
    }
    let what = rule.kind.name();
    for rows in groups.values() {
        match &rule.kind {
            FileRuleKind::Unique => {
                for number in &rows[1..] {
                    found.push((at, *number, what.into(), Wrong::Blank(rule.key.clone())));
                }
            }
            FileRuleKind::OneLatest(flag) => {
                let latest: Vec<usize> =
                    rows.iter().copied().filter(|row| file.rows[*row][*flag] == "1").collect();
                match latest.as_slice() {
                    [_] => {}
                    [] => found.push((at, rows[0], what.into(), Wrong::Set(*flag, "1".into()))),
                    [_, more @ ..] => {
                        more.iter().for_each(|row| found.push((at, *row, what.into(), Wrong::Row)));
                    }
                }
            }
            FileRuleKind::OnePerGroup(item, values) => {
                let heads: Vec<usize> =
                    rows.iter().copied().filter(|row| values.contains(&file.rows[*row][*item])).collect();
                match heads.as_slice() {
                    [_] => {}
                    [] => found.push((at, rows[0], what.into(), Wrong::Set(*item, values[0].clone()))),
                    [_, more @ ..] => {
                        more.iter().for_each(|row| found.push((at, *row, what.into(), Wrong::Row)))
                    }
                }
            }
            FileRuleKind::NoOverlap { start, end, order } => {
                let mut sorted = rows.clone();
                let by = order.unwrap_or(*start);
                sorted.sort_by_key(|row| {
                    let value = &file.rows[*row][by];
                    (value.trim_start_matches('0').len(), value.clone())
                });
                for pair in sorted.windows(2) {
                    let (before, after) = (&file.rows[pair[0]], &file.rows[pair[1]]);
                    let overlaps = !after[*start].is_empty()
                        && (before[*start] >= after[*start]
                            || !before[*end].is_empty() && before[*end] > after[*start]);
                    if overlaps {
                        found.push((at, pair[1], what.into(), Wrong::Row));
                    }
                }
            }
        }
    }
}
