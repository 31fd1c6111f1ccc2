//! Who may be the same person, over all files of a run: persons gathered while rows go by, compared at the end.

mod told;

use crate::chunk::{DoneChunk, DoneTarget};
use crate::convert::{BASE_COST, Options};
use crate::inputs;
use crate::outputs::Outputs;
use crate::project::{Project, ProjectJob, Reader};
use crate::project_toml::ProjectToml;
use std::collections::BTreeMap;
use std::io::Write;
use told::{Spool, Writer};
use utsushi_cleanse::person::{
    DEFAULT_THRESHOLD, Decisions, Key, Listed, Pair, Person, Reason, Search, bits_for, group, records,
};
use utsushi_delivery::{CountOf, SamePerson};
use utsushi_findings::{Problem, Problems, Tally, did_you_mean, problem};
use utsushi_layout::{Batch, FileLayout};
use utsushi_store::{RunFolder, Scratch, ScratchFile, Sorter};

/// The most pairs that are listed: nobody can look at more, and so they are held in memory.
const LISTED_MAX: usize = 200_000;
/// Bytes of persons that are folded at once.
const AT_ONCE: usize = 4 << 20;
/// The scratch file of persons.
const SPOOL: &str = "same-person";

/// `[cleanse.same_person]`.
#[derive(Debug)]
pub(crate) struct SamePersonRules {
    /// The files compared, in order of rank.
    files: Vec<String>,
    /// In thousandths.
    threshold: u16,
    decisions: Option<(String, Decisions)>,
}

/// Where a file's items are that tell who a row is about.
#[derive(Clone, Debug)]
pub(crate) struct PersonItems {
    file: u16,
    number: Option<usize>,
    /// A number of the file's own, for rows without 宛名番号.
    own: Option<usize>,
    name: Option<usize>,
    kana: Option<usize>,
    roman: Option<usize>,
    kanji: Option<usize>,
    alias: Option<usize>,
    former_surname: Option<usize>,
    birth: Option<usize>,
    sex: Option<usize>,
    individual: Option<usize>,
    address: Option<usize>,
    building: Option<usize>,
}

impl PersonItems {
    /// `None` where the file does not say enough: a name or its reading, and a birth date or an address or 個人番号.
    fn of(layout: &FileLayout, file: u16) -> Option<PersonItems> {
        let role = |names: &[&str]| names.iter().find_map(|name| layout.role_index(name));
        let mut keys = layout.items.iter().enumerate().filter(|(_, item)| item.key).map(|(index, _)| index);
        let own = keys.next().filter(|_| keys.next().is_none());
        let items = PersonItems {
            file,
            number: role(&["address_number"]),
            own,
            name: role(&["name", "creditor_name"]),
            kana: role(&["name_kana", "creditor_name_kana"]),
            roman: role(&["name_roman"]),
            kanji: role(&["name_kanji"]),
            alias: role(&["alias_name"]),
            former_surname: role(&["former_surname"]),
            birth: role(&["birth_date"]),
            sex: role(&["sex"]),
            individual: role(&["individual_number"]),
            address: role(&["address"]),
            building: role(&["address_building"]),
        };
        let named = items.name.is_some() || items.kana.is_some();
        let told = items.birth.is_some() || items.address.is_some() || items.individual.is_some();
        (named && told && (items.number.is_some() || items.own.is_some())).then_some(items)
    }

    fn person<'a>(&self, batch: &'a Batch, row: usize, protected: bool) -> Person<'a> {
        let value = |item: Option<usize>| item.map_or("", |item| batch.value(item, row));
        let number = value(self.number);
        let (number_kind, number) = match number.is_empty() {
            false => (0, number),
            // Numbers of another file's own are other numbers.
            true => ((self.file + 1).min(255) as u8, value(self.own)),
        };
        Person {
            file: self.file,
            row: row as u64,
            number_kind,
            number,
            protected,
            name: value(self.name),
            kana: value(self.kana),
            roman: value(self.roman),
            kanji: value(self.kanji),
            alias: value(self.alias),
            former_surname: value(self.former_surname),
            birth: value(self.birth),
            sex: value(self.sex),
            individual: value(self.individual),
            address: value(self.address),
            building: value(self.building),
        }
    }
}

impl SamePersonRules {
    /// Reads `[cleanse.same_person]`, and notes with the targets of `jobs` what their rows tell.
    pub fn load(
        toml: &ProjectToml,
        reader: &mut Reader,
        jobs: &mut [ProjectJob],
        place: &impl Fn(Problem, usize) -> Problem,
    ) -> Result<Option<SamePersonRules>, Problems> {
        let Some(written) = &toml.cleanse.same_person else { return Ok(None) };
        let mut problems = Problems::default();
        let rules = written.get_ref();
        if let Some(renumber) = rules.renumber.as_ref().filter(|renumber| *renumber.get_ref()) {
            let said = problem!(
                "renumber はまだできません: 番号の付替えは行いません",
                "renumber cannot be done yet: numbers in files are not changed"
            )
            .help(
                "renumber を消してください。crosswalk.csv に旧番号と残す番号の対応が出ます",
                "remove renumber; crosswalk.csv tells old numbers and those that stay",
            );
            problems.push(place(said, renumber.span().start));
        }
        let mut threshold = DEFAULT_THRESHOLD;
        if let Some(wanted) = &rules.threshold {
            let value = *wanted.get_ref();
            if (0.5..=0.999).contains(&value) {
                threshold = (value * 1000.0).round() as u16;
            } else {
                let said = problem!(
                    "threshold は 0.5 から 0.999 までの数です",
                    "threshold is a number from 0.5 to 0.999"
                );
                problems.push(place(said, wanted.span().start));
            }
        }
        // By rank: as written, else residents and persons first, then the others that name one person a row.
        let mut files: Vec<String> = Vec::new();
        let layouts: Vec<_> =
            jobs.iter().flat_map(|job| &job.targets).map(|target| target.layout.clone()).collect();
        for file in &rules.files {
            let name = file.get_ref();
            let at = file.span().start;
            if files.contains(name) {
                let said = problem!("{name} が二度あります", "{name} stands twice");
                problems.push(place(said, at));
                continue;
            }
            match layouts.iter().find(|layout| &layout.id() == name) {
                // Of a job that is not run now.
                None if toml
                    .job
                    .iter()
                    .any(|job| job.get_ref().target.iter().any(|t| t.file.get_ref() == name)) => {}
                None => {
                    let known: Vec<String> = layouts.iter().map(|layout| layout.id()).collect();
                    let said = problem!(
                        "「{name}」はどの [[job.target]] にもありません",
                        "no [[job.target]] has the file \"{name}\""
                    );
                    let nearest = did_you_mean(name, known.iter().map(String::as_str));
                    problems.push(place(said.suggest(nearest), at));
                }
                Some(layout) if PersonItems::of(layout, 0).is_none() => {
                    let said = problem!(
                        "{name} には、人を比べるための項目 (氏名と、生年月日・住所・個人番号のどれか) がありません",
                        "{name} has not the items by which persons are compared (a name, and a birth date, an address or 個人番号)"
                    );
                    problems.push(place(said, at));
                }
                Some(_) => files.push(name.clone()),
            }
        }
        if rules.files.is_empty() {
            for layout in &layouts {
                let one_key = layout.items.iter().filter(|item| item.key).count() == 1;
                let items = PersonItems::of(layout, 0).filter(|items| items.birth.is_some());
                if one_key && items.is_some() && !files.contains(&layout.id()) {
                    files.push(layout.id());
                }
            }
            files.sort();
        }
        if files.is_empty() && problems.iter().next().is_none() {
            let said = problem!(
                "名寄せの対象になるファイルがありません",
                "there is no file in which the same person could be looked for"
            )
            .help("files に 01.resident などを書いてください", "name 01.resident and the like in files");
            problems.push(place(said, written.span().start));
        }
        let mut decisions = None;
        if let Some(file) = &rules.decisions {
            let path = reader.folder.join(file.get_ref());
            let shown = inputs::shown(&reader.folder, &path);
            match reader.bytes(&path) {
                Ok(bytes) => {
                    let read = problems.take(Decisions::from_csv(&path, &bytes));
                    decisions = read.map(|read| (shown, read));
                }
                Err(problem) => problems.push(problem),
            }
        }
        problems.finish()?;
        for target in jobs.iter_mut().flat_map(|job| &mut job.targets) {
            let rank = files.iter().position(|file| *file == target.layout.id());
            target.person = rank.and_then(|rank| PersonItems::of(&target.layout, rank as u16));
        }
        Ok(Some(SamePersonRules { files, threshold, decisions }))
    }
}

/// The persons of a chunk's rows; rows count from the chunk's first. `protected` is by record.
pub(crate) fn of_chunk(job: &ProjectJob, targets: &[DoneTarget], protected: &[bool]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (target, done) in job.targets.iter().zip(targets) {
        let Some(items) = &target.person else { continue };
        for (row, record) in done.batch.origins().records().iter().enumerate() {
            let protected = protected.get(*record as usize).copied().unwrap_or(true);
            items.person(&done.batch, row, protected).write(&mut bytes);
        }
    }
    bytes
}

/// The persons of a run, in a scratch file.
pub(crate) struct Persons {
    file: ScratchFile,
    /// For each job and target, the rank of its file.
    ranks: Vec<Vec<Option<u16>>>,
    /// Rows so far, by rank.
    rows: Vec<u64>,
}

impl Persons {
    pub fn new(project: &Project, scratch: &Scratch) -> Result<Persons, Problem> {
        let rank = |job: &ProjectJob| {
            job.targets.iter().map(|target| target.person.as_ref().map(|items| items.file)).collect()
        };
        let files = project.same_person.as_ref().map_or(0, |rules| rules.files.len());
        Ok(Persons {
            file: scratch.write(SPOOL)?,
            ranks: project.jobs.iter().map(rank).collect(),
            rows: vec![0; files],
        })
    }

    /// Takes the persons of a chunk; chunks come in order.
    pub fn add(&mut self, job: usize, chunk: &mut DoneChunk) -> Result<(), Problem> {
        let bytes = std::mem::take(&mut chunk.persons);
        let mut placed = Vec::with_capacity(bytes.len());
        for record in records(&bytes).0 {
            if let Some(person) = Person::read(record) {
                let row = self.rows[usize::from(person.file)] + person.row + 1;
                Person { row, ..person }.write(&mut placed);
            }
        }
        self.file.write_all(&placed).map_err(|error| self.file.problem(&error))?;
        for (rank, target) in self.ranks[job].iter().zip(&chunk.targets) {
            if let Some(rank) = rank {
                self.rows[usize::from(*rank)] += target.batch.rows() as u64;
            }
        }
        Ok(())
    }

    /// Compares them and writes who may be the same, and what has been decided.
    pub fn finish(
        self,
        project: &Project,
        options: &Options<'_>,
        folder: &RunFolder,
        outputs: &mut Outputs<'_>,
        tally: &mut Tally,
    ) -> Result<SamePerson, Problem> {
        let Persons { mut file, .. } = self;
        file.flush().map_err(|error| file.problem(&error))?;
        drop(file);
        let Some(rules) = &project.same_person else { return Ok(SamePerson::default()) };
        let scratch = folder.scratch();
        // The chunks have gone by now.
        let memory = (options.memory.bytes().saturating_sub(BASE_COST) / 2).max(16 << 20) as usize;
        let go_on = || options.go_on();
        let mut search = Search::new(scratch, &project.municipality.name, memory);
        Spool::open(scratch)?.each(|persons| {
            go_on()?;
            search.add(persons)
        })?;
        let mut found = search.finish(bits_for(rules.threshold), &go_on)?;
        let none = Decisions::default();
        let decisions = rules.decisions.as_ref().map_or(&none, |(_, decisions)| decisions);
        let different = decisions.different();
        let mut told = SamePerson {
            files: rules.files.clone(),
            threshold: thousandths(rules.threshold),
            persons: found.persons,
            compared: found.compared,
            ..SamePerson::default()
        };
        // The likeliest first.
        let mut ranked = Sorter::new(scratch, "ranked", memory / 4);
        while let Some(pair) = found.next_pair()? {
            told.pairs += 1;
            let [a, b] = pair.numbers;
            if different.contains(&(a.min(b), a.max(b))) {
                told.decided_different += 1;
                continue;
            }
            let mut record = (i32::MAX - pair.score.bits).to_be_bytes().to_vec();
            record.extend(pair.to_bytes());
            ranked.add(&record)?;
        }
        told.not_compared =
            counts(found.not_compared.iter().map(|(key, _, pairs)| (Key::name(*key), *pairs)));
        drop(found);
        let mut ranked = ranked.finish()?;
        let mut pairs = Vec::new();
        while let Some(record) = ranked.next()? {
            match record.get(4..).and_then(Pair::from_bytes) {
                Some(pair) if pairs.len() < LISTED_MAX => pairs.push(pair),
                _ => told.not_listed += 1,
            }
        }
        drop(ranked);
        let groups = group(pairs, &different);
        told.listed = groups.pairs.len() as u64;
        told.groups = groups.groups.into();
        told.conflicts = groups.pairs.iter().filter(|listed| listed.conflict).count() as u64;
        told.protected = groups.pairs.iter().filter(|listed| listed.protected).count() as u64;
        told.bands = bands(&groups.pairs);
        told.reasons = counts(Reason::ALL.iter().map(|reason| {
            let with = groups.pairs.iter().filter(|listed| listed.pair.score.reasons.has(*reason)).count();
            (reason.name(), with as u64)
        }));
        let writer = Writer { rules, decisions, lang: project.lang };
        writer.candidates(&groups.pairs, folder, memory, outputs)?;
        if rules.decisions.is_some() {
            told.decisions = Some(writer.decisions(project, folder, outputs, tally)?);
        }
        scratch.remove(SPOOL)?;
        Ok(told)
    }
}

fn thousandths(score: u16) -> String {
    format!("{}.{:03}", score / 1000, score % 1000)
}

fn counts<'n>(counts: impl Iterator<Item = (&'n str, u64)>) -> Vec<CountOf> {
    let some = counts.filter(|(_, count)| *count > 0);
    some.map(|(name, count)| CountOf { name: name.to_owned(), count }).collect()
}

fn bands(pairs: &[Listed]) -> Vec<CountOf> {
    let mut bands: BTreeMap<u16, u64> = BTreeMap::new();
    for listed in pairs {
        let score = listed.pair.score.thousandths();
        let from = if score >= 990 { score.max(990) / 10 * 10 } else { score / 50 * 50 };
        *bands.entry(from).or_default() += 1;
    }
    bands
        .into_iter()
        .rev()
        .map(|(from, count)| CountOf { name: format!("{}-", thousandths(from)), count })
        .collect()
}
