//! What looking for duplicates costs: `utsushi convert` with a policy and with `duplicates = "off"`, beside DuckDB's
//! `row_number() over (partition by …)` on the same keys.
//!
//! `cargo bench --bench cleanse -- --records 1000000 --runs 7`. 1 % of the records come twice, and 1 % once more with
//! another value. DuckDB reads the same file made UTF-8 by `iconv` (not counted), and only says which row of each key is the
//! first: it converts and checks nothing. `UTSUSHI_PYTHON` names a python with duckdb.

mod support;

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use support::{
    Contender, Options, Result, UTSUSHI, grouped, make, python, remove, table, timed, timed_until,
};

const DUCKDB: &str = "import duckdb, sys
duckdb.execute('SET threads = 2')
print(duckdb.execute('''SELECT count(*) FROM (SELECT row_number() OVER (PARTITION BY \"宛名番号\" ORDER BY rowid) AS nth
  FROM (SELECT \"宛名番号\", row_number() OVER () AS rowid FROM read_csv(?, all_varchar = true))) WHERE nth > 1''', [sys.argv[1]]).fetchone()[0])";

/// Core-seconds per million records that looking for duplicates may cost.
const AT_MOST: f64 = 0.5;

const WAYS: [(&str, &str); 3] = [
    ("off", "[cleanse]\nduplicates = \"off\"\n"),
    ("exact", ""),
    ("last", "[cleanse.files]\n\"01.resident\" = \"last\"\n\"01.koseki_display\" = \"last\"\n"),
];

fn main() -> Result<()> {
    let Some(options) = Options::of("cleanse", &[])? else { return Ok(()) };
    for records in &options.records {
        at(*records, &options)?;
    }
    Ok(())
}

fn at(records: u64, options: &Options) -> Result<()> {
    let (project, log) = (options.dir.join("city"), options.dir.join("log.txt"));
    make(&["juki", "--only", "resident", "--duplicates", "0.01"], records, &log, &project)?;
    let toml = project.join("migration.toml");
    let text = fs::read_to_string(&toml)?;
    let mut contenders: Vec<Contender> = Vec::new();
    for (name, settings) in WAYS {
        let (toml, text) = (toml.clone(), format!("{text}\n{settings}"));
        contenders.push(Contender::new(name, move |project, out| {
            fs::write(&toml, &text)?;
            convert(project, out)
        }));
    }
    let utf8 = project.join("utf8.csv");
    let input = File::open(project.join("input/JUKI01.csv"))?;
    let mut iconv = Command::new("iconv");
    iconv.args(["-f", "CP932", "-t", "UTF-8"]).stdin(input).stdout(File::create(&utf8)?);
    if iconv.status().is_ok_and(|status| status.success()) {
        contenders.push(Contender::new("DuckDB row_number()", move |_, out| {
            let mut command = Command::new(python());
            command.args(["-c", DUCKDB]).arg(&utf8).stdout(Stdio::null());
            timed(&mut command, &out.join("log.txt"))
        }));
    }
    let run = options.dir.join("run");
    for _ in 0..options.runs {
        contenders.iter_mut().try_for_each(|contender| contender.again(&project, &run))?;
    }
    println!("\n{} records, {} alternating runs\n", grouped(records), options.runs);
    let rows: Vec<_> = contenders.iter().map(Contender::row).collect();
    table(Contender::HEAD, &rows, options.markdown);
    if let [Some(off), Some(exact), Some(last)] = [0, 1, 2].map(|way: usize| contenders[way].least_cpu()) {
        for (name, cpu) in [("exact", exact), ("last", last)] {
            let cost = (cpu - off) / (records as f64 / 1e6);
            let text = format!("{name}: at most {AT_MOST} core-seconds per million records: {cost:.2}");
            support::bar(cost <= AT_MOST, &text, options.markdown);
        }
    }
    remove(&project)?;
    remove(&run)
}

fn convert(project: &Path, out: &Path) -> Result<support::Usage> {
    let mut command = Command::new(UTSUSHI);
    command.arg("convert").arg(project).arg("--out").arg(out.join("out")).arg("-q").stdout(Stdio::null());
    timed_until(&mut command, &out.join("log.txt"), 1)
}
