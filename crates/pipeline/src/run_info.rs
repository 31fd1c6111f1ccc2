//! `run.json`: how long it took and on what. The only file of a run that differs from one run to the next.

use crate::timings::{PartTime, StageTime};
use serde::Serialize;
use std::time::Duration;

/// The whole file.
#[derive(Serialize)]
pub(crate) struct RunInfo {
    pub utsushi: &'static str,
    pub os: &'static str,
    pub arch: &'static str,
    pub processors: usize,
    pub threads: usize,
    pub memory_bytes: u64,
    pub peak_memory_bytes: Option<u64>,
    pub started_unix_seconds: u64,
    pub seconds: f64,
    pub jobs: Vec<JobInfo>,
    /// Seconds on the clock.
    pub parts: Vec<PartTime>,
    /// Seconds of all threads together.
    pub stages: Vec<StageTime>,
}

/// One job's figures.
#[derive(Serialize)]
pub(crate) struct JobInfo {
    pub name: String,
    /// Whether an earlier run had done it: `--resume`.
    pub kept: bool,
    pub records: u64,
    pub bytes: u64,
    pub seconds: f64,
    pub records_per_second: f64,
}

impl JobInfo {
    pub fn new(name: &str, kept: bool, records: u64, bytes: u64, time: Duration) -> JobInfo {
        let seconds = time.as_secs_f64();
        JobInfo {
            name: name.to_owned(),
            kept,
            records,
            bytes,
            seconds,
            records_per_second: if seconds > 0.0 { records as f64 / seconds } else { 0.0 },
        }
    }
}
