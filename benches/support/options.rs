//! What stands behind `cargo bench --bench NAME --`.

use super::Result;
use std::path::{Path, PathBuf};

/// Options that all benches take.
pub struct Options {
    /// Sizes to measure at.
    pub records: Vec<u64>,
    /// Alternating runs.
    pub runs: usize,
    /// Where to work.
    pub dir: PathBuf,
    /// Whether tables are printed as Markdown.
    pub markdown: bool,
    /// Words that are none of these, for the bench itself.
    pub more: Vec<String>,
}

impl Options {
    /// The options of a bench that may take `more` words of its own; none where `cargo test` runs it.
    pub fn of(bench: &str, more: &[&str]) -> Result<Option<Options>> {
        let args: Vec<String> = std::env::args().skip(1).collect();
        // `cargo test --benches` runs this too, but only `cargo bench` says so.
        if !args.iter().any(|arg| arg == "--bench") {
            println!("{bench}: measured by cargo bench --bench {bench}, not here");
            return Ok(None);
        }
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("target").join(bench);
        let mut options = Options { records: Vec::new(), runs: 7, dir, markdown: false, more: Vec::new() };
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or(format!("{arg} needs a value"));
            match arg.as_str() {
                "--bench" => {}
                "--records" => options.records.push(value()?.replace([',', '_'], "").parse()?),
                "--runs" => options.runs = value()?.parse::<usize>()?.max(1),
                "--dir" => options.dir = std::path::absolute(value()?)?,
                "--markdown" => options.markdown = true,
                own if more.contains(&own) => options.more.push(own.to_owned()),
                _ => return Err(format!("no such option: {arg}").into()),
            }
        }
        if options.records.is_empty() {
            options.records.push(1_000_000);
        }
        std::fs::create_dir_all(&options.dir)?;
        Ok(Some(options))
    }
}
