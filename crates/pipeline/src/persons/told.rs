//! What is told of the same person: the candidates in clear, and the decisions on them.

use super::{AT_ONCE, SPOOL, SamePersonRules, thousandths};
use crate::outputs::Outputs;
use crate::project::Project;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use utsushi_cleanse::person::{Decisions, Doubt, Folder, Known, Listed, Person, Reason, number_id, records};
use utsushi_delivery::DecisionCounts;
use utsushi_delivery::candidates::{CandidatesFiles, Line, write_crosswalk};
use utsushi_delivery::findings::Names;
use utsushi_findings::{
    Action, Code, DUP010, DUP011, DUP012, DUP013, DUP014, Detail, Finding, Lang, Origin, Problem, Tally,
};
use utsushi_store::{RunFolder, Scratch, Sorter};

/// The persons of a run, read in order.
pub(super) struct Spool {
    file: BufReader<File>,
    path: std::path::PathBuf,
}

impl Spool {
    pub fn open(scratch: &Scratch) -> Result<Spool, Problem> {
        Ok(Spool { file: BufReader::new(scratch.open(SPOOL)?), path: scratch.path().join(SPOOL) })
    }

    /// Gives all persons, a few thousand at a time.
    pub fn each(mut self, mut take: impl FnMut(&[Person<'_>]) -> Result<(), Problem>) -> Result<(), Problem> {
        let mut bytes = Vec::new();
        loop {
            let before = bytes.len();
            bytes.resize(before + AT_ONCE, 0);
            let mut filled = before;
            while filled < bytes.len() {
                let read = self.file.read(&mut bytes[filled..]);
                match read.map_err(|error| Problem::io(&self.path, &error))? {
                    0 => break,
                    read => filled += read,
                }
            }
            let ended = filled < bytes.len();
            bytes.truncate(filled);
            let used = {
                let (found, used) = records(&bytes);
                let persons: Vec<Person<'_>> = found.into_iter().filter_map(Person::read).collect();
                take(&persons)?;
                used
            };
            bytes.drain(..used);
            if ended {
                return Ok(());
            }
        }
    }
}

/// Writes what was found, and what was decided of it.
pub(super) struct Writer<'a> {
    pub rules: &'a SamePersonRules,
    pub decisions: &'a Decisions,
    pub lang: Lang,
}

impl Writer<'_> {
    /// Writes the pairs in their order. Who they are is read from the scratch file in its order, and sorted back.
    pub fn candidates(
        &self,
        pairs: &[Listed],
        folder: &RunFolder,
        memory: usize,
        outputs: &mut Outputs<'_>,
    ) -> Result<(), Problem> {
        let scratch = folder.scratch();
        let mut wanted: Vec<(u32, u32)> = Vec::with_capacity(pairs.len() * 2);
        for (place, listed) in pairs.iter().enumerate() {
            let place = place as u32 * 2;
            wanted.extend([(listed.pair.a, place), (listed.pair.b, place + 1)]);
        }
        wanted.sort_unstable();
        let mut sides = Sorter::new(scratch, "sides", memory / 4);
        let (mut next, mut row) = (0, 0u32);
        let mut record = Vec::new();
        Spool::open(scratch)?.each(|persons| {
            for person in persons {
                while let Some((_, place)) = wanted.get(next).filter(|(wanted, _)| *wanted == row) {
                    record.clear();
                    record.extend_from_slice(&place.to_be_bytes());
                    person.write(&mut record);
                    sides.add(&record)?;
                    next += 1;
                }
                row += 1;
            }
            Ok(())
        })?;
        let mut sides = sides.finish()?;
        let mut files =
            CandidatesFiles::new(folder.file("candidates.parquet")?, folder.file("candidates.csv")?)?;
        let decided = self.decisions.by_pair();
        for listed in pairs {
            let mut line: Line = std::array::from_fn(|_| String::new());
            let reasons = || listed.pair.score.reasons.iter();
            line[0] = listed.group.to_string();
            line[1] = thousandths(listed.pair.score.thousandths());
            line[2] = if listed.conflict { "1" } else { "0" }.to_owned();
            line[3] = if listed.protected { "1" } else { "0" }.to_owned();
            if !listed.protected {
                let titles: Vec<&str> = reasons().map(|reason| reason.title().get(self.lang)).collect();
                line[4] = titles.join(self.lang.pick("、", "; "));
                line[5] = reasons().map(Reason::name).collect::<Vec<_>>().join(" ");
            }
            let mut both = true;
            for side in 0..2 {
                let Some(person) = sides.next()?.and_then(|record| Person::read(record.get(8..)?)) else {
                    continue;
                };
                let at = 6 + side * 9;
                line[at] = self.rules.files[usize::from(person.file)].clone();
                line[at + 1] = person.row.to_string();
                if listed.protected {
                    both = false;
                    continue;
                }
                both &= person.number_kind == 0;
                line[at + 2] = person.number.to_owned();
                line[at + 3] = person.name.to_owned();
                line[at + 4] = person.other_names();
                line[at + 5] = person.kana.to_owned();
                line[at + 6] = person.birth.to_owned();
                line[at + 7] = person.sex.to_owned();
                let space = if person.building.is_empty() { "" } else { "\u{3000}" };
                line[at + 8] = format!("{}{space}{}", person.address, person.building);
            }
            if both {
                let [a, b] = listed.pair.numbers;
                if let Some(decided) = decided.get(&(a.min(b), a.max(b))) {
                    line[24] = decided.decision.name().to_owned();
                    line[25] = decided.kept.clone().unwrap_or_default();
                    line[26].clone_from(&decided.by);
                    line[27].clone_from(&decided.why);
                    line[28].clone_from(&decided.on);
                }
            }
            files.add(line)?;
        }
        let (parquet, csv) = files.finish()?;
        outputs.add(&parquet.finish()?, Some(pairs.len() as u64));
        outputs.add(&csv.finish()?, Some(pairs.len() as u64));
        Ok(())
    }

    /// Checks the decisions against the run, tells what is in doubt, and writes `crosswalk.csv`.
    pub fn decisions(
        &self,
        project: &Project,
        folder: &RunFolder,
        outputs: &mut Outputs<'_>,
        tally: &mut Tally,
    ) -> Result<DecisionCounts, Problem> {
        let ids = self.decisions.lines.iter().flat_map(|line| line.numbers.each_ref());
        let mut known: HashMap<u64, Known> =
            ids.map(|number| (number_id(0, number), Known::default())).collect();
        let individuals = Folder::new("");
        Spool::open(folder.scratch())?.each(|persons| {
            for person in persons.iter().filter(|person| person.number_kind == 0) {
                let Some(known) = known.get_mut(&number_id(0, person.number)) else { continue };
                known.rank = if known.found { known.rank.min(person.file) } else { person.file };
                known.found = true;
                known.protected |= person.protected;
                let individual = individuals.individual(person.individual);
                if individual != 0 {
                    known.individual = Some(individual);
                }
            }
            Ok(())
        })?;
        let (kept, doubts) = self.decisions.crosswalk(&known);
        let shown = self.rules.decisions.as_ref().map_or("", |(shown, _)| shown);
        let findings: Vec<Finding> = doubts.iter().map(|doubt| finding(*doubt, shown)).collect();
        findings.iter().for_each(|finding| tally.add(finding.code));
        if let Some(job) = project.jobs.first() {
            outputs.overview.of_job(0);
            outputs.write_findings(&findings, &Names { job: &job.name, inputs: &[], targets: &[] })?;
        }
        let by_line: HashMap<u64, _> = self.decisions.lines.iter().map(|line| (line.line, line)).collect();
        let lines: Vec<[String; 6]> = kept
            .iter()
            .map(|kept| {
                let line = by_line.get(&kept.line);
                let text = |of: fn(&utsushi_cleanse::person::Decided) -> &str| {
                    line.map_or("", |line| of(line)).to_owned()
                };
                let by = if kept.named { "decision" } else { "rule" };
                [
                    kept.old.clone(),
                    kept.new.clone(),
                    by.to_owned(),
                    text(|line| &line.by),
                    text(|line| &line.why),
                    text(|line| &line.on),
                ]
            })
            .collect();
        let written = write_crosswalk(folder.file("crosswalk.csv")?, &lines)?.finish()?;
        outputs.add(&written, Some(lines.len() as u64));
        let of = |wanted: &str| {
            self.decisions.lines.iter().filter(|line| line.decision.name() == wanted).count() as u64
        };
        Ok(DecisionCounts {
            same: of("same"),
            different: of("different"),
            later: of("later"),
            doubts: doubts.len() as u64,
            crosswalk: lines.len() as u64,
        })
    }
}

fn finding(doubt: Doubt, file: &str) -> Finding {
    let (code, text) = match doubt {
        Doubt::Unknown(line) => (&DUP010, format!("{file}:{line}")),
        Doubt::Contradicts(line, other) => (&DUP011, format!("{file}:{line}, {file}:{other}")),
        Doubt::Through(line) => (&DUP012, format!("{file}:{line}")),
        Doubt::Protected(line) => (&DUP013, format!("{file}:{line}")),
        Doubt::Individual(line) => (&DUP014, format!("{file}:{line}")),
    };
    Finding {
        code: Code(code),
        origin: Origin { input: u32::MAX, ..Origin::default() },
        target: None,
        item: None,
        value: String::new(),
        detail: Detail::Text(text.into()),
        action: Action::None,
    }
}
