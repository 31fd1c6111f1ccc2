//! Looks at files: `cargo run -p utsushi-inspect --example look -- FILE …` prints the report and a source definition.

use std::fs::File;
use std::io::Write;
use utsushi_findings::Lang;
use utsushi_inspect::{Options, Sample, inspect};

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for path in std::env::args_os().skip(1) {
        let report = inspect(&Sample::read(&mut File::open(path)?, &Options::default())?);
        write!(out, "{}\n{}", report.render(Lang::default()), report.source_toml())?;
    }
    Ok(())
}
