//! All facts of a run, and what comes of them.

use super::facts::Facts;
use super::fault::{self, Fault};
use super::group::Solver;
use super::part::{solve, solve_many};
use super::parts::{PARTS, Parts};
use super::plan::{NotRun, Plan, What, Why};
use super::total::{ComparedFigure, CountedTotal, Counts, Figure};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Mutex;
use utsushi_findings::Problem;
use utsushi_store::{RunBuilder, Scratch, Sorted, Sorter};

/// Faults that a part gathers before it hands them over.
const GATHERED: usize = 256 << 10;

/// The largest part that is put in order in memory, however much there is: places in it are 32 bits.
const PART_LIMIT: usize = 8 << 30;

/// Gathers facts, in memory or in scratch.
pub struct Collector<'p, 's> {
    plan: &'p Plan,
    scratch: &'s Scratch,
    memory: usize,
    parts: Parts<'s>,
    filled: Vec<Vec<u64>>,
    counts: Vec<Counts>,
    figures: Vec<Figure>,
}

/// What came of all facts.
pub struct Answer<'p, 's> {
    /// What is wrong with rows, in order of file, row and rule.
    pub faults: Faults<'p, 's>,
    /// What is wrong with files as a whole: the file, whether it is an error, and what is said.
    pub totals_missing: Vec<(usize, bool, String)>,
    /// The figures as they were counted.
    pub totals: Vec<CountedTotal>,
    /// The figures that were delivered, beside what was counted.
    pub compared: Vec<ComparedFigure>,
    /// Every rule that was not run.
    pub not_run: Vec<NotRun>,
    /// Rules that were run and that were not, for each file of the plan.
    pub rules: Vec<(u64, u64)>,
}

impl<'p, 's> Collector<'p, 's> {
    /// A collector that holds about `memory` bytes, and puts the rest in `scratch`.
    pub fn new(plan: &'p Plan, scratch: &'s Scratch, memory: usize) -> Self {
        Collector {
            plan,
            scratch,
            memory,
            parts: Parts::new(scratch, memory),
            filled: plan.files.iter().map(|file| vec![0; file.layout.items.len()]).collect(),
            counts: plan.totals.iter().map(|_| Counts::default()).collect(),
            figures: Vec::new(),
        }
    }

    /// Takes the facts of one chunk.
    ///
    /// # Errors
    /// The disk is full, or the system refuses.
    pub fn add(&mut self, facts: Facts) -> Result<(), Problem> {
        for records in facts.records {
            self.parts.add(records)?;
        }
        for (file, filled) in facts.filled {
            self.filled[file].iter_mut().zip(filled).for_each(|(all, filled)| *all += filled);
        }
        self.counts.iter_mut().zip(&facts.counts).for_each(|(all, counts)| all.merge(counts));
        self.figures.extend(facts.figures);
        Ok(())
    }

    /// Finds what is wrong. `go_on` is asked now and then; its error ends the search.
    ///
    /// # Errors
    /// The disk is full, the system refuses, or `go_on` says so.
    pub fn finish(self, go_on: &(dyn Fn() -> Result<(), Problem> + Sync)) -> Result<Answer<'p, 's>, Problem> {
        let Collector { plan, scratch, memory, parts, filled, counts, mut figures } = self;
        figures.sort_by_key(|figure| figure.row);
        let is_filled = |(file, item): &(usize, usize)| filled[*file].get(*item).is_some_and(|n| *n > 0);
        let runs: Vec<bool> = plan.rules.iter().map(|rule| rule.needs.iter().all(is_filled)).collect();
        let compares: Vec<Vec<bool>> = plan
            .rules
            .iter()
            .map(|rule| match &rule.what {
                What::Relation(relation) => relation
                    .equal
                    .iter()
                    .zip(&relation.equal_to)
                    .map(|((own, _), other)| {
                        is_filled(&(rule.file, *own)) && is_filled(&(relation.to, *other))
                    })
                    .collect(),
                _ => Vec::new(),
            })
            .collect();
        let faults = Mutex::new(Sorter::new(scratch, "faults", memory / 4));
        let hand_over = |gathered: &mut RunBuilder| {
            let run = gathered.sort();
            faults.lock().map_or(Ok(()), |mut faults| faults.add_run(run))
        };
        // What a part may take in memory; one that is larger is put in order in scratch.
        let at_once = memory / rayon::current_num_threads().max(1);
        let solve_part = |part: usize| -> Result<BTreeSet<usize>, Problem> {
            let gathered = std::cell::RefCell::new(RunBuilder::default());
            let mut bytes = Vec::new();
            let mut solver = Solver::new(plan, &runs, &compares, |file, row, rule, kind| {
                fault::write(file, row, rule, kind, &mut bytes);
                gathered.borrow_mut().push(&bytes);
            });
            let mut go_on = || {
                if gathered.borrow().bytes() > GATHERED {
                    hand_over(&mut gathered.borrow_mut())?;
                }
                go_on()
            };
            let mut reader = parts.reader()?;
            for family in 0..plan.families {
                let bytes = parts.words(part, |source| plan.sources[source].family == family) * 16;
                if bytes <= at_once.min(PART_LIMIT) as u64 {
                    solve(plan, part, family, &mut reader, &mut solver, &mut go_on)?;
                } else {
                    let sorter = Sorter::new(scratch, &format!("facts{part}-{family}"), at_once / 2);
                    solve_many(plan, part, family, &mut reader, sorter, &mut solver, &mut go_on)?;
                }
                go_on()?;
            }
            let too_many = std::mem::take(&mut solver.too_many);
            drop(solver);
            hand_over(&mut gathered.into_inner())?;
            Ok(too_many)
        };
        let all = (0..PARTS).into_par_iter().with_max_len(1);
        let too_many = all.map(solve_part).collect::<Result<Vec<_>, _>>()?;
        parts.remove()?;
        let too_many: BTreeSet<usize> = too_many.into_iter().flatten().collect();
        let mut faults = faults.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut not_run = plan.not_run().to_vec();
        let (mut totals_missing, mut compared) = (Vec::new(), Vec::new());
        let mut bytes = Vec::new();
        for (index, (total, counts)) in plan.totals.iter().zip(&counts).enumerate() {
            let Some(to) = total.to else { continue };
            if counts.overflows() {
                not_run.push(NotRun { why: Why::TooManyAlike, ..total.named.clone() });
                continue;
            }
            for (row, text) in total.compare(plan, counts, &figures, &mut compared) {
                match row {
                    Some(row) => {
                        fault::write_total(to, row, index, &text, &mut bytes);
                        faults.add(&bytes)?;
                    }
                    None => totals_missing.push((total.file, total.error, text)),
                }
            }
        }
        let mut rules: Vec<(u64, u64)> = vec![(0, 0); plan.files.len()];
        for (index, rule) in plan.rules.iter().enumerate() {
            let why = match (runs[index], too_many.contains(&index)) {
                (false, _) => Why::ItemBlank,
                (_, true) => Why::TooManyAlike,
                _ => continue,
            };
            not_run.push(NotRun { why, ..rule.named.clone() });
        }
        not_run.sort();
        for (file, counted) in plan.files.iter().zip(&mut rules) {
            let id = file.layout.id();
            counted.1 = not_run.iter().filter(|rule| rule.file == id).count() as u64;
            // The key is a rule that every layout has.
            counted.0 = (file.layout.rules.len() as u64 + 1).saturating_sub(counted.1);
        }
        let totals =
            plan.totals.iter().zip(&counts).map(|(total, counts)| total.told(plan, counts)).collect();
        let faults = Faults { plan, sorted: faults.finish()? };
        Ok(Answer { faults, totals_missing, totals, compared, not_run, rules })
    }
}

/// Faults one after the other.
pub struct Faults<'p, 's> {
    plan: &'p Plan,
    sorted: Sorted<'s>,
}

impl Faults<'_, '_> {
    /// The next one; `None` when all have been given.
    ///
    /// # Errors
    /// The system refuses to read.
    #[expect(clippy::should_implement_trait, reason = "it can fail")]
    pub fn next(&mut self) -> Result<Option<Fault>, Problem> {
        Ok(match self.sorted.next()? {
            Some(bytes) => fault::read(self.plan, bytes),
            None => None,
        })
    }
}
