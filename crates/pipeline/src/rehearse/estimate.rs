//! How long the whole will take and how much room it needs, from what was measured before. One estimator for the page,
//! for `rehearse` and for `plan`.
//!
//! A job's time is its seconds per byte in the rehearsals it rests on, times its bytes now. Rehearsals of everything on a
//! machine of this shape are preferred to samples, and those to other machines. The spread is that of the rehearsals;
//! where there is one, that of the quarters of the job.

use crate::Project;
use std::collections::BTreeMap;
use utsushi_delivery::forecast::{Forecast, JobForecast, RestsOn, Span};
use utsushi_delivery::rehearsal::{Machine, Rehearsal, RehearsedJob};

/// The newest rehearsals that count.
const NEWEST: usize = 5;

/// The jobs of a project with the bytes of their inputs, where these are known.
pub(super) fn jobs_of(project: &Project) -> Vec<(String, Option<u64>)> {
    project.jobs.iter().map(|job| (job.name.clone(), job.bytes())).collect()
}

/// What jobs, by name and bytes, will take, from these rehearsals, oldest first. A job whose bytes nobody knows counts with
/// those it had last.
pub(super) fn of_jobs(
    jobs: Vec<(String, Option<u64>)>,
    entries: &[Rehearsal],
    machine: &Machine,
) -> Forecast {
    let (used, rests_on) = choose(entries, machine);
    if used.is_empty() {
        let jobs = jobs.into_iter().map(|(name, bytes)| JobForecast {
            name,
            bytes: bytes.unwrap_or(0),
            ..JobForecast::default()
        });
        return Forecast { jobs: jobs.collect(), ..Forecast::default() };
    }
    let mut rates: BTreeMap<&str, Vec<Pace>> = BTreeMap::new();
    for job in used.iter().flat_map(|entry| &entry.jobs) {
        rates.entry(&job.name).or_default().extend(Pace::of(job));
    }
    let all: Vec<Pace> = rates.values().flatten().copied().collect();
    let mut forecast = Forecast { rests_on, ..Forecast::default() };
    for (name, bytes) in jobs {
        let last = || used.iter().rev().flat_map(|entry| &entry.jobs).find(|job| job.name == name);
        let bytes = bytes.or_else(|| last().map(|job| job.full_bytes)).unwrap_or(0);
        let own = rates.get(name.as_str()).filter(|rates| !rates.is_empty());
        let pace = Pace::span(own.unwrap_or(&all)).unwrap_or_default();
        forecast.jobs.push(JobForecast {
            bytes,
            time: pace.times(bytes as f64),
            measured: own.map_or(0, |rates| rates.len() as u64),
            name,
        });
    }
    let bytes: u64 = forecast.jobs.iter().map(|job| job.bytes).sum();
    let per_byte = |seconds: &dyn Fn(&Rehearsal) -> f64| {
        let rates = used.iter().filter(|entry| entry.disk.input_bytes > 0);
        let rates = rates.map(|entry| seconds(entry).max(0.0) / entry.disk.input_bytes as f64);
        Span::of(rates.collect()).unwrap_or_default().times(bytes as f64)
    };
    let in_jobs = |entry: &Rehearsal| entry.jobs.iter().map(|job| job.seconds).sum::<f64>();
    forecast.besides = per_byte(&|entry| entry.seconds.convert - in_jobs(entry));
    forecast.verify = per_byte(&|entry| entry.seconds.verify);
    let start = forecast.besides.plus(forecast.verify);
    forecast.total = forecast.jobs.iter().fold(start, |sum, job| sum.plus(job.time));
    let room = |of: &dyn Fn(&Rehearsal) -> u64| {
        let shares = used.iter().filter(|entry| entry.disk.input_bytes > 0);
        let shares = shares.map(|entry| of(entry) as f64 / entry.disk.input_bytes as f64);
        (shares.fold(0.0, f64::max) * bytes as f64).ceil() as u64
    };
    forecast.disk.output_bytes = room(&|entry| entry.disk.output_bytes);
    forecast.disk.peak_bytes = room(&|entry| entry.disk.peak_bytes);
    forecast
}

/// Seconds per byte of one job in one rehearsal, and of its fastest and slowest quarter.
#[derive(Clone, Copy)]
struct Pace {
    whole: f64,
    best: Option<f64>,
    worst: Option<f64>,
}

impl Pace {
    fn of(job: &RehearsedJob) -> Option<Pace> {
        let bytes = job.bytes as f64;
        let per_byte = |seconds: f64| seconds / bytes;
        (job.bytes > 0 && job.seconds > 0.0).then(|| Pace {
            whole: per_byte(job.seconds),
            best: job.at_best.map(per_byte),
            worst: job.at_worst.map(per_byte),
        })
    }

    /// The middle of several, with the spread between them; of a single one that of its quarters.
    fn span(all: &[Pace]) -> Option<Span> {
        let mut span = Span::of(all.iter().map(|pace| pace.whole).collect())?;
        if let [one] = all {
            span.low = span.low.min(one.best.unwrap_or(span.low));
            span.high = span.high.max(one.worst.unwrap_or(span.high));
        }
        Some(span)
    }
}

/// The rehearsals that say most of this machine: the newest of the first kind that there is.
fn choose<'a>(entries: &'a [Rehearsal], machine: &Machine) -> (Vec<&'a Rehearsal>, RestsOn) {
    let same = |entry: &Rehearsal| {
        let of = |machine: &Machine| (machine.processors, machine.threads);
        of(&entry.machine) == of(machine)
    };
    for (same_machine, samples) in [(true, false), (true, true), (false, false), (false, true)] {
        let fits = |entry: &&Rehearsal| same(entry) == same_machine && entry.sample.is_some() == samples;
        let mut used: Vec<&Rehearsal> = entries.iter().filter(fits).collect();
        used.drain(..used.len().saturating_sub(NEWEST));
        if !used.is_empty() {
            let rehearsals = used.iter().map(|entry| entry.number).collect();
            return (used, RestsOn { rehearsals, samples, same_machine, measured_bytes: None });
        }
    }
    (Vec::new(), RestsOn::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_delivery::forecast::DiskNeed;
    use utsushi_delivery::rehearsal::{Disk, Sample, Seconds};

    fn machine(processors: u64) -> Machine {
        Machine { processors, threads: processors, ..Machine::default() }
    }

    /// A rehearsal of one job of 1,000 bytes that took these seconds.
    fn entry(number: u32, seconds: f64, processors: u64) -> Rehearsal {
        let job = RehearsedJob {
            name: "juki".into(),
            bytes: 1_000,
            full_bytes: 1_000,
            seconds,
            at_best: Some(seconds * 0.9),
            at_worst: Some(seconds * 1.2),
            ..RehearsedJob::default()
        };
        Rehearsal {
            number,
            machine: machine(processors),
            seconds: Seconds { convert: seconds + 1.0, verify: 2.0, ..Seconds::default() },
            disk: Disk { input_bytes: 1_000, full_bytes: 1_000, output_bytes: 3_000, peak_bytes: 4_000 },
            jobs: vec![job],
            ..Rehearsal::default()
        }
    }

    fn jobs(bytes: u64) -> Vec<(String, Option<u64>)> {
        vec![("juki".to_owned(), Some(bytes))]
    }

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn time_and_room_grow_with_the_bytes_and_the_spread_is_that_of_the_rehearsals() {
        let entries = [entry(1, 10.0, 2), entry(2, 14.0, 2), entry(3, 12.0, 2)];
        let told = of_jobs(jobs(2_000), &entries, &machine(2));
        let time = told.jobs[0].time;
        assert!(near(time.seconds, 24.0) && near(time.low, 20.0) && near(time.high, 28.0), "{time:?}");
        assert!(near(told.besides.seconds, 2.0) && near(told.verify.seconds, 4.0));
        assert!(near(told.total.seconds, 30.0), "{:?}", told.total);
        assert_eq!(told.disk, DiskNeed { output_bytes: 6_000, peak_bytes: 8_000 });
        assert_eq!((told.jobs[0].measured, told.rests_on.rehearsals), (3, vec![1, 2, 3]));
    }

    #[test]
    fn a_single_rehearsal_spreads_as_its_quarters_do() {
        let time = of_jobs(jobs(1_000), &[entry(1, 10.0, 2)], &machine(2)).jobs[0].time;
        assert!(near(time.low, 9.0) && near(time.high, 12.0), "{time:?}");
    }

    #[test]
    fn everything_on_this_machine_counts_before_samples_and_they_before_other_machines() {
        let sample = |entry: Rehearsal| Rehearsal { sample: Some(Sample::default()), ..entry };
        let rests = |entries: &[Rehearsal]| of_jobs(jobs(1), entries, &machine(2)).rests_on;
        let entries = [entry(1, 1.0, 4), sample(entry(2, 1.0, 2)), entry(3, 1.0, 2)];
        assert_eq!(rests(&entries).rehearsals, [3]);
        let two = rests(&entries[..2]);
        assert_eq!((two.rehearsals, two.samples, two.same_machine), (vec![2], true, true));
        let one = rests(&entries[..1]);
        assert_eq!((one.rehearsals, one.same_machine), (vec![1], false));
        assert!(!of_jobs(jobs(1), &[], &machine(2)).is_known());
    }

    #[test]
    fn a_job_never_seen_goes_by_the_others_and_says_so() {
        let told = of_jobs(vec![("zei".to_owned(), Some(500))], &[entry(1, 10.0, 2)], &machine(2));
        assert!(near(told.jobs[0].time.seconds, 5.0) && told.jobs[0].measured == 0);
    }
}
