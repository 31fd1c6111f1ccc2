//! A part of the records in which households and references stay whole.
//!
//! Households are chosen by a hash of 世帯番号, persons without one by a hash of 宛名番号, and every record of every job that is
//! about a chosen household or person comes along. Files that are about neither (masters, crosswalks of other
//! numbers) are taken whole. The chosen records are copied, byte for byte and behind the same header, and the project is run
//! on the copies: so the run knows nothing of it, its time is that of the sample, and what is left out is counted here.
//!
//! The hash has a fixed seed: the same project gives the same sample, wherever it runs.

use super::trim::{FileState, Key, States};
use crate::Observer;
use crate::across;
use crate::chunk::{Kitchen, RawChunk};
use crate::convert::{Options, in_plan};
use crate::job::Feeder;
use crate::project::{Project, ProjectJob, Target};
use crate::protection::Protection;
use crate::selection;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use utsushi_check::file::Plan;
use utsushi_delivery::rehearsal::ReadFile;
use utsushi_findings::Problem;
use utsushi_store::{Scratch, ScratchFile, Sha256Stream, hex};

/// The seed of the hash. Another one would be another sample.
pub(super) const SEED: u64 = 1;
/// Bits of the filter that says who has a household: 16 MiB. Where it errs, a person without one is left out everywhere.
const HOUSED_BITS: u64 = 1 << 27;

/// Which item of each target says whose row it is; a job without one that is sampled is taken whole.
struct JobKeys {
    /// Targets in the order in which they are asked.
    order: Vec<usize>,
    keys: Vec<Option<Key>>,
}

/// Who is in the sample.
struct Chosen {
    millionths: u64,
    /// Members of chosen households.
    members: HashSet<u64>,
    /// Filter of everybody with a household.
    housed: Vec<u64>,
}

/// 64 bits of a value: FNV-1a under the seed, then a finaliser (that of SplitMix64), so that every bit counts.
fn hash(kind: u8, value: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ SEED.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in [kind].iter().chain(value) {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

impl Chosen {
    fn by_hash(&self, hash: u64) -> bool {
        hash % 1_000_000 < self.millionths
    }

    fn household(&self, number: &str) -> bool {
        self.by_hash(hash(b'h', number.as_bytes()))
    }

    fn person(&self, number: &str) -> bool {
        let hash = hash(b'p', number.as_bytes());
        self.members.contains(&hash) || (self.by_hash(hash) && !self.is_housed(hash))
    }

    fn record(&self, bytes: &[u8]) -> bool {
        self.by_hash(hash(b'r', bytes))
    }

    fn slots(hash: u64) -> [u64; 3] {
        let step = hash.rotate_left(32) | 1;
        [0_u64, 1, 2].map(|nth| hash.wrapping_add(step.wrapping_mul(nth)) % HOUSED_BITS)
    }

    fn is_housed(&self, hash: u64) -> bool {
        !self.housed.is_empty()
            && Self::slots(hash)
                .into_iter()
                .all(|slot| self.housed[slot as usize / 64] >> (slot % 64) & 1 == 1)
    }

    fn house(&mut self, hash: u64) {
        self.housed.resize(HOUSED_BITS as usize / 64, 0);
        for slot in Self::slots(hash) {
            self.housed[slot as usize / 64] |= 1 << (slot % 64);
        }
    }

    fn row(&self, key: Key, value: &str) -> bool {
        match key {
            Key::Person(_) => self.person(value),
            Key::Household(_) => self.household(value),
        }
    }
}

/// What sampling came to.
pub(super) struct Sampled {
    /// For each job the bytes of its inputs as they are, and the records that were left out.
    pub whole: Vec<(u64, u64)>,
    /// The inputs as they are.
    pub read: Vec<ReadFile>,
    /// What each file has of its rows.
    pub states: States,
}

/// Chooses, copies into scratch, and lets the project read the copies.
pub(super) fn sample(
    project: &mut Project,
    millionths: u32,
    scratch: &Scratch,
    options: &Options<'_>,
    observer: &dyn Observer,
) -> Result<Sampled, Problem> {
    let plan = across::plan(project);
    let protection = Protection::drawn();
    let keys: Vec<Option<JobKeys>> = project.jobs.iter().map(keys_of).collect();
    let mut states = states(project, &keys);
    let registry = registry(project, &keys);
    let mut chosen = Chosen { millionths: millionths.into(), members: HashSet::new(), housed: Vec::new() };
    let pass = Pass { project, plan: &plan, protection: &protection, options, observer };
    if let Some((file, _, household)) = &registry {
        for (index, job) in project.jobs.iter().enumerate().filter(|(index, _)| keys[*index].is_some()) {
            let targets: Vec<usize> =
                (0..job.targets.len()).filter(|at| job.targets[*at].layout.id() == *file).collect();
            if !targets.is_empty() {
                pass.members(index, &targets, *household, &mut chosen)?;
            }
        }
    }
    states.registry = registry.clone();
    let (mut whole, mut read, mut copies) = (Vec::new(), Vec::new(), Vec::new());
    for (index, job) in project.jobs.iter().enumerate() {
        let Some(keys) = &keys[index] else {
            // Its inputs are in the manifest as they are.
            whole.push((job.bytes().unwrap_or(0), 0));
            continue;
        };
        let (left_out, mut digests) = pass.copy(index, keys, &chosen, scratch, &mut states)?;
        whole.push((job.bytes().unwrap_or(0), left_out));
        read.append(&mut digests);
        copies.push(index);
    }
    for index in copies {
        for (nth, input) in project.jobs[index].inputs.iter_mut().enumerate() {
            *input = input.with_records_of(&scratch.path().join(name(index, nth)))?;
        }
    }
    Ok(Sampled { whole, read, states })
}

fn name(job: usize, input: usize) -> String {
    format!("sample-{job}-{input}")
}

/// The item that says whose rows they are.
fn key_of(target: &Target) -> Option<Key> {
    let item = |role| target.layout.role_index(role).filter(|item| target.mapped[*item]);
    item("address_number").map(Key::Person).or_else(|| item("household_number").map(Key::Household))
}

fn keys_of(job: &ProjectJob) -> Option<JobKeys> {
    let keys: Vec<Option<Key>> = job.targets.iter().map(key_of).collect();
    let by_person = (0..keys.len()).filter(|at| matches!(keys[*at], Some(Key::Person(_))));
    let by_household = (0..keys.len()).filter(|at| matches!(keys[*at], Some(Key::Household(_))));
    let order: Vec<usize> = by_person.chain(by_household).collect();
    (!order.is_empty() && job.bytes().is_some()).then_some(JobKeys { order, keys })
}

/// What each file has of its rows, as far as the project tells.
fn states(project: &Project, keys: &[Option<JobKeys>]) -> States {
    let mut files: BTreeMap<String, FileState> = BTreeMap::new();
    for (job, keys) in project.jobs.iter().zip(keys) {
        for (at, target) in job.targets.iter().enumerate() {
            let state = match keys {
                None => FileState::Whole,
                Some(keys) => keys.keys[at].map_or(FileState::Partial, FileState::Keyed),
            };
            let known = files.entry(target.layout.id()).or_insert(state);
            if *known != state {
                *known = FileState::Partial;
            }
        }
    }
    States { files, ..States::default() }
}

/// The register that says who lives in which household: the file, its item of 宛名番号 and that of 世帯番号. Of those with both
/// whose key is 宛名番号 alone, the one that most rules point at.
fn registry(project: &Project, keys: &[Option<JobKeys>]) -> Option<(String, usize, usize)> {
    let layouts = || project.jobs.iter().flat_map(|job| &job.targets).map(|target| &target.layout);
    let mut found: Vec<(usize, (String, usize, usize))> = Vec::new();
    for (job, keys) in project.jobs.iter().zip(keys) {
        let Some(keys) = keys else { continue };
        for (target, key) in job.targets.iter().zip(&keys.keys) {
            let layout = &target.layout;
            let household = layout.role_index("household_number").filter(|item| target.mapped[*item]);
            let (Some(Key::Person(person)), Some(household)) = (key, household) else { continue };
            let alone = layout.items.iter().enumerate().all(|(at, item)| item.key == (at == *person));
            if alone {
                let id = layout.id();
                let relations = layouts().flat_map(|layout| &layout.rules.relations);
                let pointed = relations.filter(|one| one.to == id && one.roles == [*person]).count();
                found.push((pointed, (id, *person, household)));
            }
        }
    }
    found.into_iter().max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1))).map(|(_, file)| file)
}

/// What is done with each round of chunks.
type EachRound<'a> = dyn FnMut(&Kitchen<'_, '_>, Vec<RawChunk>) -> Result<(), Problem> + 'a;

/// A look through the inputs of a job.
struct Pass<'a> {
    project: &'a Project,
    plan: &'a Plan,
    protection: &'a Protection,
    options: &'a Options<'a>,
    observer: &'a dyn Observer,
}

/// What a worker chose of a chunk.
struct Picked {
    input: usize,
    /// The chunk as it stands in the file.
    bytes: Vec<u8>,
    /// The chosen records as they stand in the file.
    records: Vec<u8>,
    left_out: u64,
    /// Targets with rows that did not go the way of their record.
    stray: Vec<bool>,
    /// Whether somebody in the sample belongs to a household that is not.
    torn: bool,
}

impl Pass<'_> {
    fn rounds(&self, job: usize, each: &mut EachRound<'_>) -> Result<(), Problem> {
        let job = &self.project.jobs[job];
        let planned = in_plan(self.plan, job);
        let treatment = self.project.treatment.clone();
        let kitchen = Kitchen::new(job, treatment, None, (self.plan, &planned), self.protection);
        let mut feeder = Feeder::new(job, 0);
        self.observer.job(&job.name, job.bytes());
        let mut bytes = 0;
        loop {
            self.options.go_on()?;
            let round = feeder.round(self.options.chunks_per_round())?;
            if round.is_empty() {
                self.observer.job_done();
                return Ok(());
            }
            bytes += round.iter().map(|raw| raw.chunk.data.len() as u64).sum::<u64>();
            self.observer.progress(bytes, 0);
            each(&kitchen, round)?;
        }
    }

    /// Learns who lives in a household, and who in a chosen one.
    fn members(
        &self,
        job: usize,
        targets: &[usize],
        household: usize,
        chosen: &mut Chosen,
    ) -> Result<(), Problem> {
        self.rounds(job, &mut |kitchen, round| {
            let look = |raw: &RawChunk| -> Vec<(u64, bool)> {
                let mut found = Vec::new();
                let mut bench = kitchen.bench();
                let (records, all_rows, work, text) = bench.parts();
                records.parse(&kitchen.job.source, &kitchen.job.inputs[raw.input].header, &raw.chunk);
                let mut wanted = vec![false; records.len()];
                for at in targets {
                    let (target, rows) = (&kitchen.job.targets[*at], &mut all_rows[*at]);
                    let Some(Key::Person(person)) = key_of(target) else { continue };
                    let selection = selection::select(target, &raw.chunk, records, &[], &mut wanted, text);
                    rows.begin_repeated(selection.rows);
                    target.mapper.map_items(&[person, household], &raw.chunk, records, rows, work);
                    work.take_changes();
                    for row in 0..rows.len() {
                        let (number, house) = (rows.column(person).get(row), rows.column(household).get(row));
                        if !number.is_empty() && !house.is_empty() {
                            found.push((hash(b'p', number.as_bytes()), chosen.household(house)));
                        }
                    }
                }
                kitchen.give_back(bench);
                found
            };
            let found: Vec<Vec<(u64, bool)>> = round.par_iter().with_max_len(1).map(look).collect();
            for (person, is_chosen) in found.into_iter().flatten() {
                chosen.house(person);
                if is_chosen {
                    chosen.members.insert(person);
                }
            }
            Ok(())
        })
    }

    /// Copies the chosen records of a job. Gives the records left out, and its inputs as they are.
    fn copy(
        &self,
        index: usize,
        keys: &JobKeys,
        chosen: &Chosen,
        scratch: &Scratch,
        states: &mut States,
    ) -> Result<(u64, Vec<ReadFile>), Problem> {
        let job = &self.project.jobs[index];
        let mut files: Vec<(ScratchFile, Sha256Stream, u64)> = Vec::new();
        for (nth, input) in job.inputs.iter().enumerate() {
            let mut file = scratch.write(&name(index, nth))?;
            file.write_all(&input.head).map_err(|error| file.problem(&error))?;
            let mut digest = Sha256Stream::new();
            digest.update(&input.head);
            files.push((file, digest, input.head.len() as u64));
        }
        let mut left_out = 0;
        let registry = states.registry.clone();
        self.rounds(index, &mut |kitchen, round| {
            let pick = |raw: &RawChunk| pick(kitchen, raw, keys, chosen, registry.as_ref());
            let picked: Vec<Picked> = round.par_iter().with_max_len(1).map(pick).collect();
            for picked in picked {
                let (file, digest, bytes) = &mut files[picked.input];
                file.write_all(&picked.records).map_err(|error| file.problem(&error))?;
                digest.update(&picked.bytes);
                *bytes += picked.bytes.len() as u64;
                left_out += picked.left_out;
                states.torn |= picked.torn;
                for (target, stray) in job.targets.iter().zip(&picked.stray) {
                    if *stray {
                        states.files.insert(target.layout.id(), FileState::Partial);
                    }
                }
            }
            Ok(())
        })?;
        let read = job.inputs.iter().zip(files).map(|(input, (_, digest, bytes))| ReadFile {
            kind: "input".to_owned(),
            path: input.shown.clone(),
            bytes,
            sha256: hex(&digest.finish()),
        });
        Ok((left_out, read.collect()))
    }
}

fn pick(
    kitchen: &Kitchen<'_, '_>,
    raw: &RawChunk,
    keys: &JobKeys,
    chosen: &Chosen,
    registry: Option<&(String, usize, usize)>,
) -> Picked {
    let job = kitchen.job;
    let input = &job.inputs[raw.input];
    let mut bench = kitchen.bench();
    let (records, all_rows, work, text) = bench.parts();
    records.parse(&job.source, &input.header, &raw.chunk);
    let mut wanted = vec![false; records.len()];
    // What each target's rows say of their record: nothing yet, or whether it is in.
    let mut says: Vec<Vec<Option<bool>>> = vec![vec![None; records.len()]; job.targets.len()];
    let mut stray = vec![false; job.targets.len()];
    let mut torn = false;
    for at in &keys.order {
        let (target, rows) = (&job.targets[*at], &mut all_rows[*at]);
        let Some(key) = keys.keys[*at] else { continue };
        let house = registry.filter(|file| file.0 == target.layout.id()).map(|file| file.2);
        let selection = selection::select(target, &raw.chunk, records, &[], &mut wanted, text);
        rows.begin_repeated(selection.rows);
        let mut items = vec![key.item()];
        items.extend(house.filter(|item| *item != key.item()));
        target.mapper.map_items(&items, &raw.chunk, records, rows, work);
        work.take_changes();
        for row in 0..rows.len() {
            let value = rows.column(key.item()).get(row);
            if value.is_empty() {
                continue;
            }
            let is_in = chosen.row(key, value);
            let said = &mut says[*at][rows.records()[row] as usize];
            // Rows of one record that go different ways: all of them go with it where one does.
            stray[*at] |= said.is_some_and(|said| said != is_in);
            *said = Some(said.unwrap_or(false) || is_in);
            if let Some(house) = house.filter(|_| is_in) {
                let house = rows.column(house).get(row);
                torn |= !house.is_empty() && !chosen.household(house);
            }
        }
    }
    let mut places: Vec<std::ops::Range<usize>> = Vec::new();
    let mut left_out = 0;
    for (record, span) in records.spans().iter().enumerate() {
        let place = span.start as usize..span.end_with_line_end as usize;
        let said = keys.order.iter().find_map(|at| says[*at][record]);
        let is_in =
            said.unwrap_or_else(|| chosen.record(&raw.chunk.data[span.start as usize..span.end as usize]));
        for at in &keys.order {
            stray[*at] |= says[*at][record].is_some_and(|said| said != is_in);
        }
        match is_in {
            true => places.push(place),
            false => left_out += 1,
        }
    }
    let picked = raw.chunk.pick(places);
    let bytes = input.original(&raw.chunk.data).into_owned();
    let records = input.original(&picked.data).into_owned();
    kitchen.give_back(bench);
    Picked { input: raw.input, bytes, records, left_out, stray, torn }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(millionths: u64) -> Chosen {
        Chosen { millionths, members: HashSet::new(), housed: Vec::new() }
    }

    #[test]
    fn about_the_share_is_chosen_and_always_the_same() {
        let five = chosen(50_000);
        let count = (0..100_000).filter(|number| five.household(&format!("{number:015}"))).count();
        assert!((4_500..5_500).contains(&count), "{count}");
        // The sample of a project must not change with the program.
        assert_eq!(
            hash(b'h', b"000000000000001"),
            0x718c_9f69_388c_37d3,
            "as a program of another language says"
        );
        let all = chosen(1_000_000);
        assert!((0..1_000).all(|number| all.person(&number.to_string())));
    }

    #[test]
    fn who_has_a_household_goes_with_it_and_who_has_none_by_himself() {
        let mut some = chosen(500_000);
        let number = |nth: u32| format!("{nth:010}");
        let alone: Vec<u32> = (0..1_000).filter(|nth| some.person(&number(*nth))).collect();
        for nth in 0..500 {
            some.house(hash(b'p', number(nth).as_bytes()));
        }
        some.members.insert(hash(b'p', number(7).as_bytes()));
        let with: Vec<u32> = (0..1_000).filter(|nth| some.person(&number(*nth))).collect();
        assert_eq!(with.iter().filter(|nth| **nth < 500).collect::<Vec<_>>(), [&7]);
        let of = |list: &[u32]| list.iter().copied().filter(|nth| *nth >= 500).collect::<Vec<_>>();
        assert_eq!(of(&with), of(&alone));
    }
}
