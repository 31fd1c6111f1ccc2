//! How long `utsushi convert` takes beside what people would use without it: `iconv` alone, and `iconv` with DuckDB.
//!
//! `cargo bench --bench yardsticks`; what is measured and how, and what the SQL leaves out, is in benches/README.md.
//! This process stays small: the peak memory of a child is never told below that of the process that started it.

mod support;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use support::{
    Contender, DuckDb, Options, Result, Tools, Usage, bar, begin, grouped, lines, load, machine, make, ratio,
    remove, table, timed,
};

const SQL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/duckdb.sql");
const INPUT: &str = "input/JUKI01.csv";
const PROJECT: [&str; 5] =
    [INPUT, "migration.toml", "source/juki01.toml", "mapping/resident.toml", "mapping/koseki_display.toml"];

/// The bars: so many times the time of `iconv`, so many times faster than `iconv` and DuckDB, so many bytes, so great a
/// share of rows that both wrote alike.
const AT_MOST_ICONV: f64 = 2.0;
const AT_LEAST_DUCKDB: f64 = 5.0;
const AT_MOST_BYTES: u64 = 400_000_000;
const AT_LEAST_ALIKE: f64 = 0.999;
/// Fixed width beside CSV, and an error in every record beside none.
const AT_MOST_FIXED: f64 = 1.0;
const AT_MOST_DIRTY: f64 = 2.0;

fn main() -> Result<()> {
    let Some(options) = Options::of("yardsticks", &[])? else { return Ok(()) };
    let tools = Tools::find();
    println!("machine: {}", machine());
    tools.tell();
    for records in &options.records {
        yardstick(*records, &options, &tools)?;
        forms(*records, &options)?;
    }
    Ok(())
}

/// Makes an export of residents alone, one file of 40 fields, with more arguments.
fn synth(records: u64, arguments: &[&str], dir: &Path, out: &Path) -> Result<Usage> {
    let arguments = [&["juki", "--only", "resident"], arguments].concat();
    make(&arguments, records, &dir.join("log.txt"), out)
}

/// The same residents in three exports: CSV, fixed width, and CSV with an error in every record.
fn forms(records: u64, options: &Options) -> Result<()> {
    let clean = project(records, &options.dir)?;
    let made = |name: &str, arguments: &[&str]| -> Result<PathBuf> {
        let out = options.dir.join(format!("juki-{records}-{name}"));
        println!("making {} records in {}", grouped(records), out.display());
        synth(records, arguments, &options.dir, &out)?;
        Ok(out)
    };
    let exports = [clean, made("fixed", &["--format", "fixed"])?, made("dirty", &["--dirt", "1"])?];
    let mut contenders = ["CSV", "fixed width", "an error in every record"].map(utsushi);
    let run = options.dir.join("run");
    for _ in 0..options.runs {
        for (contender, export) in contenders.iter_mut().zip(&exports) {
            contender.again(export, &run)?;
        }
    }
    println!("\n{} residents in three exports, {} alternating runs\n", grouped(records), options.runs);
    let rows: Vec<_> = contenders.iter().map(Contender::row).collect();
    table(Contender::HEAD, &rows, options.markdown);
    let [csv, fixed, dirty] = &contenders;
    let (fixed, fixed_row) = ratio("fixed width / CSV", fixed, csv);
    let (dirty, dirty_row) = ratio("an error in every record / none", dirty, csv);
    table(["ratio of medians", "wall", "CPU"], &[fixed_row, dirty_row], options.markdown);
    for (passed, text) in [
        (
            fixed <= AT_MOST_FIXED,
            format!("fixed width at most {AT_MOST_FIXED} × the time of CSV: {fixed:.2}"),
        ),
        (
            dirty <= AT_MOST_DIRTY,
            format!("errors everywhere at most {AT_MOST_DIRTY} × the time of none: {dirty:.2}"),
        ),
    ] {
        bar(passed, &text, options.markdown);
    }
    remove(&run)
}

/// Makes the export of so many records, or finds the one that an earlier run made.
fn project(records: u64, dir: &Path) -> Result<PathBuf> {
    let synth = |records: u64, out: &Path| synth(records, &[], dir, out);
    let (out, sample) = (dir.join(format!("juki-{records}")), dir.join("sample"));
    // A larger export begins like a smaller one: a thousand records tell whether this utsushi still makes the same.
    synth(1000, &sample)?;
    let same = PROJECT.iter().all(|file| begin(&sample.join(file)) == begin(&out.join(file)));
    if !same || lines(&out.join(INPUT))? != records + 1 {
        println!("making {} records in {}", grouped(records), out.display());
        synth(records, &out)?;
    }
    Ok(out)
}

/// `utsushi convert`, everything on.
fn utsushi(name: &'static str) -> Contender {
    Contender::utsushi(name, "convert", &[])
}

fn with_duckdb(duckdb: DuckDb) -> Contender {
    Contender::new("iconv + DuckDB", move |project, out| {
        let converted = iconv(project, out, "input.utf8.csv")?;
        let mut command = duckdb.command();
        command.current_dir(out).stdin(File::open(SQL)?).stdout(Stdio::null());
        Ok(converted.then(timed(&mut command, &out.join("log.txt"))?))
    })
}

fn iconv(project: &Path, out: &Path, name: &str) -> Result<Usage> {
    let mut command = Command::new("iconv");
    command
        .args(["-f", "CP932", "-t", "UTF-8"])
        .arg(project.join(INPUT))
        .stdout(File::create(out.join(name))?);
    timed(&mut command, &out.join("log.txt"))
}

/// Measures all contenders over an export of so many records, and prints what came out.
fn yardstick(records: u64, options: &Options, tools: &Tools) -> Result<()> {
    let project = project(records, &options.dir)?;
    let run = options.dir.join("run");
    let alone = |_: &String| Contender::new("iconv", |project, out| iconv(project, out, "utf8.csv"));
    let mut iconv = tools.iconv.as_ref().map(alone);
    let mut ours = utsushi("utsushi");
    let mut duckdb = tools.duckdb.clone().filter(|_| iconv.is_some()).map(with_duckdb);
    let before = load();
    for _ in 0..options.runs {
        for contender in iconv.iter_mut().chain([&mut ours]).chain(&mut duckdb) {
            contender.again(&project, &run)?;
        }
    }
    let (mb, runs) = (fs::metadata(project.join(INPUT))?.len() / 1_000_000, options.runs);
    let trial = if runs < 7 { " (a trial: a measurement has seven)" } else { "" };
    println!("\n{} records, {mb} MB of CP932, {runs} alternating runs{trial}", grouped(records));
    println!("load average {before} before, {} after\n", load());

    let rows: Vec<_> = iconv.iter().chain([&ours]).chain(&duckdb).map(Contender::row).collect();
    table(Contender::HEAD, &rows, options.markdown);

    let (mut ratios, mut bars) = (Vec::new(), Vec::new());
    if let Some(iconv) = &iconv {
        let (wall, row) = ratio("utsushi / iconv", &ours, iconv);
        ratios.push(row);
        bars.push((wall <= AT_MOST_ICONV, format!("at most {AT_MOST_ICONV} × the time of iconv: {wall:.2}")));
    }
    if let Some(duckdb) = &duckdb {
        let (wall, row) = ratio("(iconv + DuckDB) / utsushi", duckdb, &ours);
        ratios.push(row);
        bars.push((wall >= AT_LEAST_DUCKDB, format!("{AT_LEAST_DUCKDB} × faster than both: {wall:.2}")));
    }
    table(["ratio of medians", "wall", "CPU"], &ratios, options.markdown);
    if let Some(peak) = ours.peak() {
        let most = AT_MOST_BYTES / 1_000_000;
        bars.push((peak <= AT_MOST_BYTES, format!("at most {most} MB of memory: {:.0}", peak as f64 / 1e6)));
    }
    if duckdb.is_some() {
        for file in ["resident", "koseki_display"] {
            bars.push(alike(file, &run)?);
        }
    }
    for (passed, text) in bars {
        bar(passed, &text, options.markdown);
    }
    remove(&run)
}

/// Whether utsushi and DuckDB wrote the same rows of a file: how many differ and in which columns, but no value.
fn alike(file: &str, run: &Path) -> Result<(bool, String)> {
    let open = |folder: &str| csv::Reader::from_path(run.join(folder).join(file).with_extension("csv"));
    let (mut ours, mut theirs) = (open("utsushi/out/data/01_juki")?, open("iconv + DuckDB")?);
    let (names, others) = (ours.headers()?.clone(), theirs.headers()?.clone());
    let there = |name: &str| others.iter().position(|other| other == name);
    let shared = names.iter().enumerate().filter_map(|(at, name)| Some((name, at, there(name)?)));
    let shared: Vec<(&str, usize, usize)> = shared.collect();
    let (mut rows, mut differing, mut columns) = ([0_u64; 2], 0_u64, BTreeSet::new());
    let (mut one, mut other) = (csv::ByteRecord::new(), csv::ByteRecord::new());
    loop {
        let read = [ours.read_byte_record(&mut one)?, theirs.read_byte_record(&mut other)?];
        if read == [false, false] {
            break;
        }
        rows = [rows[0] + u64::from(read[0]), rows[1] + u64::from(read[1])];
        let wrong = shared.iter().filter(|(_, our, their)| one.get(*our) != other.get(*their));
        let wrong: Vec<&str> = wrong.map(|(name, ..)| *name).collect();
        differing += u64::from(!wrong.is_empty());
        columns.extend(wrong);
    }
    let passed = rows[0] == rows[1] && differing as f64 <= rows[0] as f64 * (1.0 - AT_LEAST_ALIKE);
    let [our_rows, their_rows] = rows.map(grouped);
    let what =
        format!("{our_rows} and {their_rows} rows, {} shared columns, {differing} differ", shared.len());
    let where_differing = columns.into_iter().collect::<Vec<_>>().join(" ");
    Ok((passed, format!("{file} as DuckDB wrote it: {what} {where_differing}")))
}
