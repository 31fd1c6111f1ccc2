//! How fast `utsushi verify` is: 1,000,000 residents with 5,000,000 rows of taxes and care, clean and with an error in every
//! row, beside `frictionless validate` and DuckDB doing the reference checks.
//!
//! `cargo bench --bench verify -- --records 1000000 --runs 7`. `--scale` instead writes 10 宛名番号 for each of `--records` … see
//! benches/README.md. `UTSUSHI_PYTHON` names a python with duckdb and frictionless.

mod support;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use support::{
    Contender, Copies, Delivered, Options, Result, Tools, bar, first_line, grouped, load, machine, python,
    ratio, remove, table, timed, timed_until,
};
use utsushi_layout::{FileLayout, Is, Library, Relation, Standard, Test};
use utsushi_synth::{City, CityOptions, city};

/// The bars: MB/s of a clean delivery, and how many times longer one may take in which every row has an error.
const AT_LEAST: f64 = 150.0;
const AT_MOST_WRONG: f64 = 2.0;

const BASE_DATE: &str = "2026-04-01";

/// Businesses of the small city: taxes, insurance and care, with what they point at.
const BUSINESSES: [u32; 6] = [1, 7, 8, 11, 12, 14];

/// Files that are multiplied: the residents, and five times as many rows that point at them and at each other.
const FILES: [&str; 9] = [
    "01.resident",
    "03.address_number_map",
    "03.person",
    "08.taxpayer",
    "08.tax_amount",
    "11.levy",
    "11.receipt",
    "12.insured",
    "14.insured",
];

/// Rows of a file that frictionless is given: it takes minutes for a million.
const FRICTIONLESS_ROWS: usize = 20_000;

fn main() -> Result<()> {
    let Some(options) = Options::of("verify", &["--keep"])? else { return Ok(()) };
    let tools = Tools::find();
    println!("machine: {}", machine());
    tools.tell();
    let standard = Library::Embedded.load("chukan-2.7").map_err(|problems| problems.to_string())?;
    let small = CityOptions { businesses: BUSINESSES.into(), residents: 300, seed: 2060 };
    let small = city(&standard, &small);
    for records in &options.records {
        at(*records, &small, &standard, &tools, &options)?;
    }
    Ok(())
}

fn at(records: u64, small: &City, standard: &Standard, tools: &Tools, options: &Options) -> Result<()> {
    let residents = small.files.iter().find(|file| file.layout.id() == "01.resident");
    let residents = residents.map_or(1, |file| file.rows.len() as u64);
    let copies = records.div_ceil(residents);
    let (clean, wrong) = (options.dir.join("clean"), options.dir.join("wrong"));
    let write = |out: &Path, wrong: bool| -> Result<Delivered> {
        remove(out)?;
        Copies { city: small, files: &FILES, copies, wrong }.write(out)
    };
    let (delivered, with_errors) = (write(&clean, false)?, write(&wrong, true)?);
    let megabytes = delivered.bytes as f64 / 1e6;
    println!(
        "\n{} residents, {} other rows, {megabytes:.0} MB of CSV; load average {}",
        grouped(delivered.residents),
        grouped(delivered.others),
        load()
    );
    let verify: &[&str] = &["--base-date", BASE_DATE];
    let mut ours = Contender::utsushi("utsushi verify", "verify", verify);
    let mut theirs = Contender::utsushi("an error in every row", "verify", verify);
    let mut duckdb = tools.duckdb.clone().map(|duckdb| {
        let sql = references(small, standard);
        println!("DuckDB counts what {} relations miss", sql.lines().count() - 1);
        Contender::new("DuckDB, references", move |delivery, out| {
            let script = out.join("references.sql");
            fs::write(&script, &sql)?;
            let mut command = duckdb.command();
            command.current_dir(delivery).stdin(File::open(&script)?).stdout(Stdio::null());
            timed(&mut command, &out.join("log.txt"))
        })
    });
    let run = options.dir.join("run");
    for _ in 0..options.runs {
        ours.again(&clean, &run)?;
        theirs.again(&wrong, &run)?;
        if let Some(duckdb) = &mut duckdb {
            duckdb.again(&clean, &run)?;
        }
    }
    let contenders = [&ours, &theirs].into_iter().chain(&duckdb);
    let rows: Vec<_> = contenders.map(Contender::row).collect();
    table(Contender::HEAD, &rows, options.markdown);
    let speed = |bytes: u64, contender: &Contender| bytes as f64 / 1e6 / contender.wall();
    let (clean_speed, wrong_speed) = (speed(delivered.bytes, &ours), speed(with_errors.bytes, &theirs));
    bar(clean_speed >= AT_LEAST, &format!("at least {AT_LEAST} MB/s: {clean_speed:.0}"), options.markdown);
    let times = clean_speed / wrong_speed;
    let text = format!(
        "errors everywhere at most {AT_MOST_WRONG} × the time of none: {times:.2} ({wrong_speed:.0} MB/s)"
    );
    bar(times <= AT_MOST_WRONG, &text, options.markdown);
    if let Some(duckdb) = &duckdb {
        let (_, row) = ratio("DuckDB, references alone / utsushi, all checks", duckdb, &ours);
        table(["ratio of medians", "wall", "CPU"], &[row], options.markdown);
    }
    frictionless(&clean, &run, options)?;
    if !options.more.iter().any(|word| word == "--keep") {
        remove(&clean)?;
        remove(&wrong)?;
    }
    remove(&run)
}

/// `frictionless validate` over the beginning of the largest file: it checks types and nothing else.
fn frictionless(delivery: &Path, run: &Path, options: &Options) -> Result<()> {
    let version = ["-c", "import frictionless; print(frictionless.__version__)"];
    let Some(version) = first_line(Command::new(python()).args(version)) else {
        println!("frictionless: missing: pip install frictionless (UTSUSHI_PYTHON may name its python)");
        return Ok(());
    };
    let part = options.dir.join("part");
    remove(&part)?;
    fs::create_dir_all(&part)?;
    let text = fs::read(delivery.join("08_juminzei/taxpayer.csv"))?;
    let end = memchr_nth(&text, FRICTIONLESS_ROWS + 1);
    File::create(part.join("taxpayer.csv"))?.write_all(&text[..end])?;
    let mut contender = Contender::new("frictionless", |part, out| {
        let mut command = Command::new(python());
        command.args(["-m", "frictionless", "validate", "--limit-errors", "10"]).arg("taxpayer.csv");
        command.current_dir(part).stdout(Stdio::null());
        timed_until(&mut command, &out.join("log.txt"), 1)
    });
    contender.again(&part, run)?;
    let speed = end as f64 / 1e6 / contender.wall();
    println!(
        "frictionless {version}: {} rows of one file, types alone: {:.1} s, {speed:.1} MB/s",
        grouped(FRICTIONLESS_ROWS as u64),
        contender.wall()
    );
    remove(&part)
}

/// Where the `nth` line ends.
fn memchr_nth(text: &[u8], nth: usize) -> usize {
    let mut ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    ends.nth(nth - 1).map_or(text.len(), |(at, _)| at + 1)
}

/// SQL that counts, for every relation between the files, the rows that find none.
fn references(small: &City, standard: &Standard) -> String {
    let there = |id: &str| small.files.iter().find(|file| file.layout.id() == id && is_written(&file.layout));
    let mut sql = String::from("SET threads = 2;\n");
    for file in small.files.iter().filter(|file| is_written(&file.layout)) {
        for relation in &file.layout.rules.relations {
            if let (Some(_), Some(to)) = (there(&relation.to), standard.file(&relation.to)) {
                sql.push_str(&misses(&file.layout, relation, to));
            }
        }
    }
    sql
}

fn is_written(layout: &FileLayout) -> bool {
    let master = layout.business == 0 && layout.slug != "image_index" || layout.id() == "11.tax_item";
    master || FILES.contains(&layout.id().as_str())
}

fn misses(layout: &FileLayout, relation: &Relation, to: &FileLayout) -> String {
    let read = |layout: &FileLayout| {
        format!("read_csv('{}/{}.csv', header = true, all_varchar = true)", layout.folder(), layout.slug)
    };
    let name = |layout: &FileLayout, item: usize| format!("\"{}\"", layout.items[item].slug);
    let columns = |layout: &FileLayout, items: &[usize]| {
        items.iter().map(|item| name(layout, *item)).collect::<Vec<_>>().join(", ")
    };
    let mut tests: Vec<String> =
        relation.items.iter().map(|item| format!("{} IS NOT NULL", name(layout, *item))).collect();
    tests.extend(relation.when.iter().filter_map(|test| condition(layout, test)));
    let to_tests: Vec<String> = relation.to_when.iter().filter_map(|test| condition(to, test)).collect();
    let to_where =
        if to_tests.is_empty() { String::new() } else { format!(" WHERE {}", to_tests.join(" AND ")) };
    let pairs = relation.items.iter().zip(&relation.roles);
    let on: Vec<String> =
        pairs.map(|(own, other)| format!("a.{} = b.{}", name(layout, *own), name(to, *other))).collect();
    format!(
        "SELECT count(*) FROM (SELECT {} FROM {} WHERE {}) a ANTI JOIN (SELECT {} FROM {}{to_where}) b ON {};\n",
        columns(layout, &relation.items),
        read(layout),
        tests.join(" AND "),
        columns(to, &relation.roles),
        read(to),
        on.join(" AND ")
    )
}

/// A condition in SQL; dates are left out.
fn condition(layout: &FileLayout, test: &Test) -> Option<String> {
    let name = format!("\"{}\"", layout.items[test.item].slug);
    let list =
        |values: &[String]| values.iter().map(|value| format!("'{value}'")).collect::<Vec<_>>().join(", ");
    match &test.is {
        Is::Blank => Some(format!("{name} IS NULL")),
        Is::Filled => Some(format!("{name} IS NOT NULL")),
        Is::In(values) => Some(format!("{name} IN ({})", list(values))),
        Is::NotIn(values) => Some(format!("coalesce({name}, '') NOT IN ({})", list(values))),
        _ => None,
    }
}
