//! How long `utsushi compare` and `utsushi delta` take over two files of residents, beside DuckDB's full outer join over the
//! same files.
//!
//! `cargo bench --bench compare`; what is measured and how is in benches/README.md.

mod support;

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use support::{
    Contender, Options, Result, Tools, UTSUSHI, alternate, bar, grouped, load, machine, make, ratio, remove,
    table, timed, timed_until,
};

/// The bars: wall seconds for a million residents a side, and bytes.
const AT_MOST_SECONDS: f64 = 10.0;
const AT_MOST_BYTES: u64 = 400_000_000;

/// Of 1,000 rows so many are changed, removed and added.
const CHANGED: u64 = 10;
const REMOVED: u64 = 1;
const ADDED: u64 = 1;

fn main() -> Result<()> {
    let Some(options) = Options::of("compare", &[])? else { return Ok(()) };
    let tools = Tools::find();
    println!("machine: {}", machine());
    tools.tell();
    for records in &options.records {
        measure(*records, &options, &tools)?;
    }
    Ok(())
}

fn measure(records: u64, options: &Options, tools: &Tools) -> Result<()> {
    let pair = options.dir.join(format!("pair-{records}"));
    if !pair.join("planted.txt").exists() {
        prepare(records, &options.dir, &pair)?;
    }
    let planted = fs::read_to_string(pair.join("planted.txt"))?;
    println!("{} residents a side: {}; load {}", grouped(records), planted.trim(), load());
    let ours = |name: &'static str, command: &'static str| {
        Contender::new(name, move |pair, out| {
            let mut program = Command::new(UTSUSHI);
            program.arg(command).arg(pair.join("old.csv")).arg(pair.join("new.csv"));
            program.arg("--out").arg(out.join("out")).args(["--progress", "never"]);
            // 1: they differ.
            timed_until(program.stdout(Stdio::null()), &out.join("log.txt"), 1)
        })
    };
    let mut contenders = vec![(ours("compare", "compare"), pair.as_path()), (ours("delta", "delta"), &pair)];
    if let Some(duckdb) = tools.duckdb.clone() {
        let join = Contender::new("DuckDB", move |pair, out| {
            let sql = out.join("join.sql");
            fs::write(&sql, full_outer_join(pair, out)?)?;
            let mut command = duckdb.command();
            timed(command.stdin(File::open(&sql)?).stdout(Stdio::null()), &out.join("log.txt"))
        });
        contenders.push((join, &pair));
    }
    alternate(options.runs, &mut contenders, &options.dir.join("runs"))?;
    let rows: Vec<_> = contenders.iter().map(|(contender, _)| contender.row()).collect();
    println!();
    table(Contender::HEAD, &rows, options.markdown);
    if let [(compare, _), (delta, _), (duckdb, _)] = &contenders[..] {
        let (_, one) = ratio("DuckDB / compare", duckdb, compare);
        let (_, other) = ratio("DuckDB / delta", duckdb, delta);
        table(["ratio of medians", "wall", "CPU"], &[one, other], options.markdown);
    }
    let seconds = AT_MOST_SECONDS * records as f64 / 1e6;
    for (contender, _) in contenders.iter().take(2) {
        let (name, wall) = (contender.name, contender.wall());
        bar(wall <= seconds, &format!("{name} at most {seconds} s: {wall:.2}"), options.markdown);
        if let Some(peak) = contender.peak() {
            let text = format!("{name} at most {} MB: {}", AT_MOST_BYTES / 1_000_000, peak / 1_000_000);
            bar(peak <= AT_MOST_BYTES, &text, options.markdown);
        }
    }
    remove(&options.dir.join("runs"))
}

/// Makes `old.csv`, the residents of a made-up city in the standard layout, and `new.csv`, the same with planted changes.
fn prepare(records: u64, dir: &Path, pair: &Path) -> Result<()> {
    let (city, run, log) = (dir.join("city"), dir.join("run"), dir.join("log.txt"));
    println!("making {} residents in {}", grouped(records), pair.display());
    make(&["juki", "--only", "resident"], records, &log, &city)?;
    remove(&run)?;
    let mut convert = Command::new(UTSUSHI);
    timed_until(convert.arg("convert").arg(&city).arg("--out").arg(&run).stdout(Stdio::null()), &log, 1)?;
    fs::create_dir_all(pair)?;
    fs::rename(run.join("data/01_juki/resident.csv"), pair.join("old.csv"))?;
    let mut old = BufReader::new(File::open(pair.join("old.csv"))?);
    let mut new = BufWriter::new(File::create(pair.join("new.csv"))?);
    let (mut line, mut row) = (String::new(), 0u64);
    old.read_line(&mut line)?;
    new.write_all(line.as_bytes())?;
    let place = |name: &str| line.trim_end().split(',').position(|column| column == name);
    let (Some(key), Some(day)) = (place("address_number"), place("birth_date")) else {
        return Err("no such columns".into());
    };
    let with = |line: &str, at: usize, value: &dyn Fn(&str) -> String| {
        let mut fields: Vec<String> = line.split(',').map(str::to_owned).collect();
        fields[at] = value(&fields[at]);
        fields.join(",")
    };
    let mut counts = [0u64; 3];
    loop {
        line.clear();
        if old.read_line(&mut line)? == 0 {
            break;
        }
        row += 1;
        // Spread over the file, and lines with quoted commas are left alone.
        let draw = if line.contains('"') { 1000 } else { row.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54 };
        if draw < CHANGED {
            counts[0] += 1;
            new.write_all(with(&line, day, &|_| "19010101".to_owned()).as_bytes())?;
        } else if draw < CHANGED + REMOVED {
            counts[1] += 1;
        } else {
            new.write_all(line.as_bytes())?;
            if (CHANGED + REMOVED..CHANGED + REMOVED + ADDED).contains(&draw) {
                counts[2] += 1;
                let other = |value: &str| format!("9{}", value.get(1..).unwrap_or_default());
                new.write_all(with(&line, key, &other).as_bytes())?;
            }
        }
    }
    new.flush()?;
    let bytes = fs::metadata(pair.join("old.csv"))?.len() / 1_000_000;
    let [changed, removed, added] = counts.map(grouped);
    let text = format!("{bytes} MB each, {changed} rows changed, {removed} removed, {added} added\n");
    fs::write(pair.join("planted.txt"), text)?;
    remove(&city)?;
    remove(&run)
}

/// What one would write in SQL: a full outer join by the key, in two threads; rows on one side alone and rows in which any column
/// differs go to a CSV. Which items differ, it does not say.
fn full_outer_join(pair: &Path, out: &Path) -> Result<String> {
    let mut header = String::new();
    BufReader::new(File::open(pair.join("old.csv"))?).read_line(&mut header)?;
    let columns: Vec<&str> = header.trim_end().split(',').collect();
    let differs: Vec<String> =
        columns.iter().map(|name| format!("a.{name} IS DISTINCT FROM b.{name}")).collect();
    let read =
        |name: &str| format!("read_csv('{}', header = true, all_varchar = true)", pair.join(name).display());
    Ok(format!(
        "SET threads = 2;\nCOPY (SELECT * FROM {} a FULL OUTER JOIN {} b ON a.address_number = b.address_number WHERE {}) TO '{}' (HEADER);\n",
        read("old.csv"),
        read("new.csv"),
        differs.join(" OR "),
        out.join("differences.csv").display(),
    ))
}
