//! `--resume`: a run goes on behind the jobs that an earlier one finished.
//!
//! While a job runs that is not the last, what the write stage gets is also written to a log in scratch ([`log`],
//! [`entry`]); the log ends with the job's account, the files that no later job feeds, and the grounds on which the job
//! rests ([`ground`]). When the run fails or is killed, its folder stays under its hidden name. A run with `--resume`
//! takes it over, keeps the jobs at its beginning whose grounds are the same, and gives the write stage their logs in
//! place of mapped chunks ([`kept`]): so findings, overview, facts and origins come about by the same code, and the
//! same bytes come out.
//!
//! What is written later must be in the log: [`entry::write`] names every field of a chunk, so that a new one cannot
//! be forgotten.

mod end;
mod entry;
mod ground;
mod kept;
mod log;
mod wire;

pub(crate) use end::FinishedFile;
pub(crate) use kept::{Checkpoints, fed_later};
pub(crate) use log::JobLog;

use utsushi_findings::Problem;

/// What a run with `--resume` found.
#[derive(Clone, Debug, Default)]
pub struct Resumed {
    /// Jobs that are kept, in order.
    pub kept: Vec<String>,
    /// The first job that runs again though an earlier run had begun it, and why. Those behind it run again too.
    pub again: Option<(String, Problem)>,
}
