//! What people have decided about pairs: read from a file of theirs, checked, and turned into a crosswalk.

use super::folded::number_id;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use utsushi_findings::{Problem, Problems, problem};

/// What is decided of two numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decision {
    /// One person.
    Same,
    /// Two persons.
    Different,
    /// Nothing yet.
    Later,
}

impl Decision {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Decision::Same => "same",
            Decision::Different => "different",
            Decision::Later => "later",
        }
    }

    fn from_name(name: &str) -> Option<Decision> {
        match name {
            "same" | "同一" => Some(Decision::Same),
            "different" | "別人" => Some(Decision::Different),
            "later" | "保留" => Some(Decision::Later),
            _ => None,
        }
    }
}

/// One line of a file of decisions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decided {
    /// Line of the file, from 1 with the header.
    pub line: u64,
    /// Both 宛名番号.
    pub numbers: [String; 2],
    /// What is decided.
    pub decision: Decision,
    /// The number that stays, where the line names it.
    pub kept: Option<String>,
    /// Who decided.
    pub by: String,
    /// Why.
    pub why: String,
    /// When.
    pub on: String,
}

/// A file of decisions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Decisions {
    /// Its lines that decide something.
    pub lines: Vec<Decided>,
}

/// What is wrong with a line, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// No row of this run has one of its numbers.
    Unknown(u64),
    /// Another line says otherwise of the same two.
    Contradicts(u64, u64),
    /// By other lines the two are one person, and this one says they are two; or the other way round.
    Through(u64),
    /// One of the two is under 支援措置.
    Protected(u64),
    /// The two have different valid 個人番号.
    Individual(u64),
}

/// An old number and the one that stays.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// The number that goes.
    pub old: String,
    /// The number that stays.
    pub new: String,
    /// Line that says so, or one of those that do.
    pub line: u64,
    /// Whether a line names the number that stays.
    pub named: bool,
}

/// What a run knows of a number that a decision names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Known {
    /// Whether any row has it.
    pub found: bool,
    /// Rank of the best file that has it: that of residents is 0.
    pub rank: u16,
    /// Whether its person is under 支援措置.
    pub protected: bool,
    /// A 個人番号, as a number.
    pub individual: Option<u64>,
}

const COLUMNS: [&str; 7] =
    ["a_number", "b_number", "decision", "kept_number", "decided_by", "decided_reason", "decided_on"];

impl Decisions {
    /// Reads a CSV in UTF-8 with the columns `a_number`, `b_number`, `decision` (`same`, `different`, `later`), `kept_number`,
    /// `decided_by`, `decided_reason` and `decided_on`; others are not looked at, so that a filled-in `candidates.csv` is one.
    /// Lines without a decision decide nothing.
    ///
    /// # Errors
    /// Every mistake in the file, with its line.
    pub fn from_csv(path: &Path, bytes: &[u8]) -> Result<Decisions, Problems> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|_| {
            problem!("UTF-8 ではありません", "is not UTF-8")
                .at(path)
                .help("UTF-8 (Excel では「CSV UTF-8」) で保存し直してください", "save it as UTF-8")
        })?;
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let broken = |error: csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            problem!("CSV として読めません", "cannot be read as CSV").at(path).line(line, None)
        };
        let header = reader.headers().map_err(broken)?.clone();
        let mut problems = Problems::default();
        let mut places = [None; 7];
        for (place, name) in places.iter_mut().zip(COLUMNS) {
            *place = header.iter().position(|column| column == name);
            if place.is_none() && name != "kept_number" {
                problems.push(
                    problem!("列「{name}」がありません", "there is no column \"{name}\"")
                        .at(path)
                        .line(1, None)
                        .help(
                            "candidates.csv に記入したものか、同じ列を持つ CSV を指定してください",
                            "give a filled-in candidates.csv, or a CSV with the same columns",
                        ),
                );
            }
        }
        problems.finish()?;
        let mut problems = Problems::default();
        let mut lines = Vec::new();
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    problems.push(broken(error));
                    break;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            let cell =
                |place: usize| places[place].and_then(|at| record.get(at)).unwrap_or("").trim().to_owned();
            if cell(2).is_empty() {
                continue;
            }
            let mut wrong = |problem: Problem| problems.push(problem.at(path).line(line, None));
            let Some(decision) = Decision::from_name(&cell(2)) else {
                wrong(problem!(
                    "decision は same・different・later のどれかです",
                    "decision must be same, different or later"
                ));
                continue;
            };
            let numbers = [cell(0), cell(1)];
            if numbers.iter().any(String::is_empty) || numbers[0] == numbers[1] {
                wrong(
                    problem!("二つの異なる宛名番号が要ります", "two different 宛名番号 are needed")
                        .help("宛名番号のない行は決められません", "a row without 宛名番号 cannot be decided"),
                );
                continue;
            }
            if decision != Decision::Later && (cell(4).is_empty() || cell(5).is_empty() || cell(6).is_empty())
            {
                wrong(problem!(
                    "決めた人 (decided_by)、理由 (decided_reason)、日 (decided_on) が要ります",
                    "who decided (decided_by), why (decided_reason) and when (decided_on) are needed"
                ));
                continue;
            }
            let kept = Some(cell(3)).filter(|kept| !kept.is_empty());
            if kept.as_ref().is_some_and(|kept| !numbers.contains(kept)) {
                wrong(problem!(
                    "kept_number は二つの宛名番号のどちらかです",
                    "kept_number must be one of the two numbers"
                ));
                continue;
            }
            lines.push(Decided { line, numbers, decision, kept, by: cell(4), why: cell(5), on: cell(6) });
        }
        problems.finish()?;
        Ok(Decisions { lines })
    }

    /// Pairs of numbers ([`number_id`]) that are decided to be two persons.
    pub fn different(&self) -> HashSet<(u64, u64)> {
        let different = self.lines.iter().filter(|line| line.decision == Decision::Different);
        different.map(|line| pair_of(&line.numbers)).collect()
    }

    /// What is decided of each pair of numbers; the last line counts.
    pub fn by_pair(&self) -> HashMap<(u64, u64), &Decided> {
        self.lines.iter().map(|line| (pair_of(&line.numbers), line)).collect()
    }

    /// The numbers that become others, and every doubt. What is in doubt is not carried out; of a set of numbers that are one
    /// person, the number stays that a line names, else the one whose file ranks first, else the smallest.
    pub fn crosswalk(&self, known: &HashMap<u64, Known>) -> (Vec<Kept>, Vec<Doubt>) {
        let mut doubts = Vec::new();
        let mut said: HashMap<(u64, u64), &Decided> = HashMap::new();
        let mut same: Vec<&Decided> = Vec::new();
        for line in &self.lines {
            let [a, b] = line
                .numbers
                .each_ref()
                .map(|number| known.get(&number_id(0, number)).copied().unwrap_or_default());
            if !a.found || !b.found {
                doubts.push(Doubt::Unknown(line.line));
                continue;
            }
            if let Some(before) = said.insert(pair_of(&line.numbers), line) {
                let kept_differs = before.kept.is_some() && line.kept.is_some() && before.kept != line.kept;
                if before.decision != line.decision || kept_differs {
                    doubts.push(Doubt::Contradicts(line.line, before.line));
                    same.retain(|other| other.line != before.line);
                }
                continue;
            }
            if line.decision != Decision::Same {
                continue;
            }
            if a.protected || b.protected {
                doubts.push(Doubt::Protected(line.line));
            } else if matches!((a.individual, b.individual), (Some(a), Some(b)) if a != b) {
                doubts.push(Doubt::Individual(line.line));
            } else {
                same.push(line);
            }
        }
        let different: Vec<&Decided> =
            self.lines.iter().filter(|line| line.decision == Decision::Different).collect();
        let mut kept = Vec::new();
        for component in components(&same) {
            let numbers: HashSet<&str> =
                component.iter().flat_map(|line| line.numbers.iter().map(String::as_str)).collect();
            let inside =
                |line: &&&Decided| line.numbers.iter().all(|number| numbers.contains(number.as_str()));
            if let Some(line) = different.iter().find(inside) {
                doubts.push(Doubt::Through(line.line));
                continue;
            }
            let known_of = |number: &str| known.get(&number_id(0, number)).copied().unwrap_or_default();
            let individuals: HashSet<u64> =
                numbers.iter().filter_map(|number| known_of(number).individual).collect();
            if individuals.len() > 1 {
                doubts.push(Doubt::Individual(component[0].line));
                continue;
            }
            let mut named: Vec<&str> = component.iter().filter_map(|line| line.kept.as_deref()).collect();
            named.sort_unstable();
            named.dedup();
            if let (true, Some(line)) =
                (named.len() > 1, component.iter().rev().find(|line| line.kept.is_some()))
            {
                doubts.push(Doubt::Through(line.line));
                continue;
            }
            let ranked = |number: &&str| (known_of(number).rank, number.len(), (*number).to_owned());
            let Some(stays) =
                named.first().copied().or_else(|| numbers.iter().copied().min_by_key(|n| ranked(n)))
            else {
                continue;
            };
            let mut lines: BTreeMap<&str, u64> = BTreeMap::new();
            for line in &component {
                for number in &line.numbers {
                    lines.entry(number.as_str()).or_insert(line.line);
                }
            }
            for (old, line) in lines.into_iter().filter(|(number, _)| *number != stays) {
                kept.push(Kept {
                    old: old.to_owned(),
                    new: stays.to_owned(),
                    line,
                    named: !named.is_empty(),
                });
            }
        }
        kept.sort_by(|a, b| (a.old.len(), &a.old).cmp(&(b.old.len(), &b.old)));
        doubts.sort_by_key(|doubt| match doubt {
            Doubt::Unknown(line) | Doubt::Contradicts(line, _) | Doubt::Through(line) => *line,
            Doubt::Protected(line) | Doubt::Individual(line) => *line,
        });
        (kept, doubts)
    }
}

fn pair_of(numbers: &[String; 2]) -> (u64, u64) {
    let [a, b] = numbers.each_ref().map(|number| number_id(0, number));
    (a.min(b), a.max(b))
}

/// Lines that hang together by their numbers, in order of their first line.
fn components<'d>(lines: &[&'d Decided]) -> Vec<Vec<&'d Decided>> {
    let mut of_number: HashMap<&str, usize> = HashMap::new();
    let mut parents: Vec<usize> = (0..lines.len()).collect();
    fn root(parents: &[usize], mut at: usize) -> usize {
        while parents[at] != at {
            at = parents[at];
        }
        at
    }
    for (index, line) in lines.iter().enumerate() {
        for number in &line.numbers {
            let other = *of_number.entry(number.as_str()).or_insert(index);
            let (a, b) = (root(&parents, other), root(&parents, index));
            parents[a.max(b)] = a.min(b);
        }
    }
    let mut found: BTreeMap<usize, Vec<&'d Decided>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        found.entry(root(&parents, index)).or_default().push(line);
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &str) -> Result<Decisions, Problems> {
        let text =
            format!("a_number,b_number,decision,kept_number,decided_by,decided_reason,decided_on\n{lines}");
        Decisions::from_csv(Path::new("decisions.csv"), text.as_bytes())
    }

    fn known(numbers: &[(&str, u16)]) -> HashMap<u64, Known> {
        numbers
            .iter()
            .map(|(number, rank)| {
                (number_id(0, number), Known { found: true, rank: *rank, ..Known::default() })
            })
            .collect()
    }

    #[test]
    fn the_number_that_stays_is_named_or_that_of_the_first_file() {
        let decided = read("9,5,same,,係長,本人確認,2026-04-01\n5,7,同一,,係長,照会,2026-04-01\n1,2,same,2,係長,照会,2026-04-01\n3,4,,,,,\n").unwrap();
        let (kept, doubts) = decided.crosswalk(&known(&[("9", 0), ("5", 1), ("7", 1), ("1", 0), ("2", 1)]));
        let told: Vec<_> =
            kept.iter().map(|kept| (kept.old.as_str(), kept.new.as_str(), kept.named)).collect();
        assert_eq!(told, [("1", "2", true), ("5", "9", false), ("7", "9", false)]);
        assert_eq!(doubts, []);
    }

    #[test]
    fn what_is_in_doubt_is_told_and_not_carried_out() {
        let decided = read("1,2,same,,a,b,c\n2,3,same,,a,b,c\n3,1,different,,a,b,c\n4,5,same,,a,b,c\n5,4,different,,a,b,c\n6,7,same,,a,b,c\n8,9,same,,a,b,c\n10,11,same,,a,b,c\n").unwrap();
        let mut numbers = known(&[
            ("1", 0),
            ("2", 0),
            ("3", 0),
            ("4", 0),
            ("5", 0),
            ("6", 0),
            ("8", 0),
            ("9", 0),
            ("10", 0),
            ("11", 0),
        ]);
        numbers.get_mut(&number_id(0, "9")).unwrap().protected = true;
        numbers.get_mut(&number_id(0, "10")).unwrap().individual = Some(1);
        numbers.get_mut(&number_id(0, "11")).unwrap().individual = Some(2);
        let (kept, doubts) = decided.crosswalk(&numbers);
        assert_eq!(kept, []);
        assert_eq!(
            doubts,
            [
                Doubt::Through(4),
                Doubt::Contradicts(6, 5),
                Doubt::Unknown(7),
                Doubt::Protected(8),
                Doubt::Individual(9)
            ]
        );
    }

    #[test]
    fn mistakes_in_the_file_have_their_line() {
        let said = read("1,2,maybe,,a,b,c\n1,1,same,,a,b,c\n1,2,same,,,,\n1,2,same,3,a,b,c\n").unwrap_err();
        assert_eq!(said.iter().count(), 4);
        assert!(Decisions::from_csv(Path::new("x"), b"\xff").is_err());
        assert!(Decisions::from_csv(Path::new("x"), b"a_number\n1\n").is_err());
    }
}
