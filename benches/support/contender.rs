//! What is measured, run by run, beside what else is measured.

use super::{Result, UTSUSHI, Usage, remove, timed_until, warm};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// What is measured, with all runs of it.
pub struct Contender {
    pub name: &'static str,
    /// Runs it once over a project, into a folder that is empty.
    run: Box<RunOnce>,
    pub runs: Vec<Usage>,
}

type RunOnce = dyn Fn(&Path, &Path) -> Result<Usage>;

impl Contender {
    /// Something that is run over a folder, into another that is empty.
    pub fn new(name: &'static str, run: impl Fn(&Path, &Path) -> Result<Usage> + 'static) -> Contender {
        Contender { name, run: Box::new(run), runs: Vec::new() }
    }

    /// `utsushi COMMAND FOLDER … --out`.
    pub fn utsushi(name: &'static str, command: &'static str, more: &'static [&'static str]) -> Contender {
        Contender::new(name, move |project, out| {
            let mut program = Command::new(UTSUSHI);
            program.arg(command).arg(project).args(more).arg("--out").arg(out.join("out"));
            // 1: there were errors in the data.
            timed_until(program.args(["--progress", "never"]).stdout(Stdio::null()), &out.join("log.txt"), 1)
        })
    }

    /// One more run: its input in the page cache, its earlier outputs gone, nobody's outputs left to write to the disk.
    pub fn again(&mut self, project: &Path, dir: &Path) -> Result<()> {
        let out = dir.join(self.name);
        remove(&out)?;
        fs::create_dir_all(&out)?;
        // Where there is no such command, the runs only vary more.
        let _ = Command::new("sync").status();
        warm(project)?;
        self.runs.push((self.run)(project, &out)?);
        Ok(())
    }

    /// Median of the wall times, in seconds.
    pub fn wall(&self) -> f64 {
        median(self.runs.iter().map(|run| run.wall.as_secs_f64()).collect())
    }

    /// Median of the CPU times, in seconds.
    pub fn cpu(&self) -> Option<f64> {
        self.runs.iter().map(|run| Some(run.cpu?.as_secs_f64())).collect::<Option<Vec<f64>>>().map(median)
    }

    /// Least CPU time, in seconds: what other work on the machine disturbs least.
    pub fn least_cpu(&self) -> Option<f64> {
        self.runs.iter().filter_map(|run| run.cpu).min().map(|least| least.as_secs_f64())
    }

    /// The greatest peak of memory, in bytes.
    pub fn peak(&self) -> Option<u64> {
        self.runs.iter().filter_map(|run| run.peak).max()
    }

    /// Cells of a table: name, least wall time, medians of wall and CPU, peak.
    pub fn row(&self) -> [String; 5] {
        let seconds = |value: f64| format!("{value:.2} s");
        let least = self.runs.iter().map(|run| run.wall).min().unwrap_or_default().as_secs_f64();
        let cpu = self.cpu().map_or("-".to_owned(), seconds);
        let peak = self.peak().map_or("-".to_owned(), |bytes| format!("{} MiB", bytes >> 20));
        [self.name.to_owned(), seconds(least), seconds(self.wall()), cpu, peak]
    }

    /// What stands above the rows.
    pub const HEAD: [&'static str; 5] = ["", "wall, least", "wall, median", "CPU, median", "memory, peak"];
}

/// Runs all contenders in turns, each over its own folder.
pub fn alternate(runs: usize, contenders: &mut [(Contender, &Path)], dir: &Path) -> Result<()> {
    for _ in 0..runs {
        for (contender, project) in contenders.iter_mut() {
            contender.again(project, dir)?;
        }
    }
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

/// How many times the one takes of the other: wall time, and the row that says so.
pub fn ratio(name: &str, upper: &Contender, lower: &Contender) -> (f64, [String; 3]) {
    let wall = upper.wall() / lower.wall();
    let cpu = upper.cpu().zip(lower.cpu()).map(|(upper, lower)| format!("{:.2}", upper / lower));
    (wall, [name.to_owned(), format!("{wall:.2}"), cpu.unwrap_or("-".to_owned())])
}

/// Says whether a bar was met.
pub fn bar(passed: bool, text: &str, markdown: bool) {
    let item = if markdown { "- " } else { "" };
    println!("{item}{}  {}", if passed { "pass" } else { "SHORT" }, text.trim_end());
}
