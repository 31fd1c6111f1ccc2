//! Rules that a sample can tell nothing about: a figure over all rows, a row that may point outside the sample, a group of
//! which only a part may be there. They are taken out of the layouts before the run, and named.

use std::collections::BTreeMap;
use std::sync::Arc;
use utsushi_delivery::rehearsal::NotJudged;
use utsushi_findings::{FMT010, FMT012, FMT013, MAP006, SET001, SET031};
use utsushi_layout::{FileLayout, FileRuleKind, Relation};

/// Codes about whole files and lists, which say nothing true of a sample: counts in trailers, corrections without a
/// record, inputs and files without one.
pub(super) fn codes_off() -> Vec<&'static str> {
    [&FMT010, &FMT012, &FMT013, &MAP006, &SET001, &SET031].iter().map(|entry| entry.id).collect()
}

/// The item that says whose row it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Key {
    /// 宛名番号.
    Person(usize),
    /// 世帯番号.
    Household(usize),
}

impl Key {
    pub fn item(self) -> usize {
        match self {
            Key::Person(item) | Key::Household(item) => item,
        }
    }
}

/// What a file of a sample has of its rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum FileState {
    /// All of them.
    Whole,
    /// All rows of those chosen, and no others.
    Keyed(Key),
    /// Nobody can say which.
    Partial,
}

/// What the files of a sample have.
#[derive(Clone, Debug, Default)]
pub(super) struct States {
    pub files: BTreeMap<String, FileState>,
    /// The file that says who lives in which household, with its items of 宛名番号 and 世帯番号.
    pub registry: Option<(String, usize, usize)>,
    /// Whether somebody in the sample belongs to a household that is not: its households are not whole then.
    pub torn: bool,
}

impl States {
    fn of(&self, file: &str) -> FileState {
        self.files.get(file).copied().unwrap_or(FileState::Whole)
    }

    /// The register's item of 世帯番号, where its rows are those of whole households.
    fn households_in(&self, file: &str) -> Option<usize> {
        let (name, person, household) = self.registry.as_ref()?;
        let keyed = self.of(name) == FileState::Keyed(Key::Person(*person));
        (name == file && keyed && !self.torn).then_some(*household)
    }

    /// Whether every row of `file` that is in the sample finds all rows it points at, if they are anywhere.
    fn stays_whole(&self, file: &str, relation: &Relation) -> bool {
        let pairs = |own: usize, other: usize| {
            relation.items.iter().zip(&relation.roles).any(|pair| pair == (&own, &other))
        };
        match (self.of(file), self.of(&relation.to)) {
            (_, FileState::Whole) => true,
            (FileState::Keyed(own), FileState::Keyed(other)) => {
                let same = matches!(
                    (own, other),
                    (Key::Person(_), Key::Person(_)) | (Key::Household(_), Key::Household(_))
                );
                // From a person of a whole household to the household, and from it to all its members.
                let to_household = self.households_in(file).filter(|_| matches!(other, Key::Household(_)));
                let to_members =
                    self.households_in(&relation.to).filter(|_| matches!(own, Key::Household(_)));
                (same && pairs(own.item(), other.item()))
                    || to_household.is_some_and(|household| pairs(household, other.item()))
                    || to_members.is_some_and(|household| pairs(own.item(), household))
            }
            _ => false,
        }
    }

    /// Whether the rows that share these items are all in the sample or none of them.
    fn is_whole_group(&self, file: &str, key: &[usize]) -> bool {
        match self.of(file) {
            FileState::Whole => true,
            FileState::Keyed(own) => {
                key.contains(&own.item())
                    || self.households_in(file).is_some_and(|household| key.contains(&household))
            }
            FileState::Partial => false,
        }
    }

    /// A layout without the rules that cannot be judged; they are added to `out`.
    pub fn trim(&self, layout: &FileLayout, out: &mut Vec<NotJudged>) -> FileLayout {
        let mut trimmed = layout.clone();
        let file = layout.id();
        let mut leave = |rule: &str, to: Option<&str>| {
            let named = NotJudged { file: file.clone(), rule: rule.to_owned(), to: to.map(str::to_owned) };
            out.push(named);
        };
        trimmed.rules.relations.retain(|relation| {
            let stays = self.stays_whole(&file, relation);
            if !stays {
                leave("relation", Some(&relation.to));
            }
            stays
        });
        trimmed.rules.files.retain(|rule| {
            // That no two rows share something holds of a part where it holds of the whole.
            let of_groups = matches!(rule.kind, FileRuleKind::OneLatest(_) | FileRuleKind::OnePerGroup(..));
            let stays = !of_groups || self.is_whole_group(&file, &rule.key);
            if !stays {
                leave(rule.kind.name(), None);
            }
            stays
        });
        for total in std::mem::take(&mut trimmed.rules.totals) {
            leave("control_total", Some(&total.to));
        }
        trimmed
    }
}

/// What verifying a sample needs to know.
#[derive(Debug)]
pub struct SampleRules {
    states: States,
}

impl SampleRules {
    pub(super) fn new(states: States) -> SampleRules {
        SampleRules { states }
    }

    /// A layout without the rules that cannot be judged.
    pub(crate) fn trimmed(&self, layout: Arc<FileLayout>) -> Arc<FileLayout> {
        Arc::new(self.states.trim(&layout, &mut Vec::new()))
    }

    /// Codes that are not looked for.
    pub(crate) fn codes_off(&self) -> Vec<&'static str> {
        codes_off()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    fn trimmed(torn: bool) -> (FileLayout, FileLayout, Vec<NotJudged>) {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let (resident, household) =
            (standard.file("01.resident").unwrap(), standard.file("01.household").unwrap());
        let item = |layout: &FileLayout, role: &str| layout.role_index(role).unwrap();
        let person = item(resident, "address_number");
        let states = States {
            files: [
                (resident.id(), FileState::Keyed(Key::Person(person))),
                (household.id(), FileState::Keyed(Key::Household(item(household, "household_number")))),
                ("01.koseki_display".to_owned(), FileState::Keyed(Key::Person(0))),
            ]
            .into(),
            registry: Some((resident.id(), person, item(resident, "household_number"))),
            torn,
        };
        let mut named = Vec::new();
        let (a, b) = (states.trim(resident, &mut named), states.trim(household, &mut named));
        (a, b, named)
    }

    fn points(layout: &FileLayout, role: &str, to: &str) -> bool {
        let item = layout.role_index(role).unwrap();
        layout.rules.relations.iter().any(|one| one.items == [item] && one.to == to)
    }

    #[test]
    fn references_within_persons_and_households_stay_and_those_to_others_go() {
        let (resident, household, named) = trimmed(false);
        assert!(points(&resident, "household_number", "01.household"));
        assert!(points(&resident, "address_number", "01.koseki_display"));
        assert!(points(&resident, "town_code", "00.town_master"), "masters are whole");
        assert!(!points(&resident, "household_head_address_number", "01.resident"));
        assert!(!points(&household, "household_head_address_number", "01.resident"));
        assert!(resident.rules.totals.is_empty());
        let to = Some("01.resident".to_owned());
        let head = |file: &str| NotJudged { file: file.into(), rule: "relation".into(), to: to.clone() };
        assert!(named.contains(&head("01.resident")) && named.contains(&head("01.household")));
    }

    #[test]
    fn where_households_are_torn_nothing_is_said_of_them() {
        let (resident, ..) = trimmed(true);
        assert!(!points(&resident, "household_number", "01.household"));
        assert!(points(&resident, "address_number", "01.koseki_display"));
    }
}
