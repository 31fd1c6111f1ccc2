//! `utsushi inspect`.

use crate::args::Inspect;
use crate::{Exit, say};
use std::path::Path;
use utsushi_findings::{Lang, Problem};
use utsushi_inspect::{Options, Sample, inspect};

pub(crate) fn run(arguments: &Inspect, lang: Lang) -> Exit {
    let sample = match sample(&arguments.file) {
        Ok(sample) => sample,
        Err(problem) => {
            say::problem(problem, lang);
            return Exit::CouldNotRun;
        }
    };
    let report = inspect(&sample);
    say::out(if arguments.toml { report.source_toml() } else { report.render(lang) });
    if report.unsure() { Exit::No } else { Exit::Yes }
}

fn sample(path: &Path) -> Result<Sample, Problem> {
    let io = |error| Problem::io(path, &error);
    if path == Path::new("-") {
        return Sample::stream(std::io::stdin().lock(), &Options::default()).map_err(io);
    }
    if path.is_dir() {
        return Err(io(std::io::ErrorKind::IsADirectory.into()));
    }
    let mut file = std::fs::File::open(path).map_err(io)?;
    match file.metadata().map_err(io)?.is_file() {
        true => Sample::read(&mut file, &Options::default()).map_err(io),
        false => Sample::stream(file, &Options::default()).map_err(io),
    }
}
