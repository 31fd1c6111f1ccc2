//! How long `utsushi convert` takes beside what people would use without it: `iconv` alone, and `iconv` with DuckDB.
//!
//! `cargo bench --bench yardsticks`; what is measured and how, and what the SQL leaves out, is in benches/README.md.
//! This process stays small: the peak memory of a child is never told below that of the process that started it.

use std::collections::BTreeSet;
use std::error::Error;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const UTSUSHI: &str = env!("CARGO_BIN_EXE_utsushi");
const SQL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/duckdb.sql");
const INPUT: &str = "input/JUKI01.csv";
const PROJECT: [&str; 5] =
    [INPUT, "migration.toml", "source/juki01.toml", "mapping/resident.toml", "mapping/koseki_display.toml"];
const SEED: &str = "2060";

/// The bars: so many times the time of `iconv`, so many times faster than `iconv` and DuckDB, so many bytes, so great a
/// share of rows that both wrote alike.
const AT_MOST_ICONV: f64 = 3.0;
const AT_LEAST_DUCKDB: f64 = 3.0;
const AT_MOST_BYTES: u64 = 400_000_000;
const AT_LEAST_ALIKE: f64 = 0.999;
/// Fixed width beside CSV, and an error in every record beside none.
const AT_MOST_FIXED: f64 = 1.0;
const AT_MOST_DIRTY: f64 = 2.0;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` runs this too, but only `cargo bench` says so.
    if !args.iter().any(|arg| arg == "--bench") {
        println!("yardsticks: measured by cargo bench --bench yardsticks, not here");
        return Ok(());
    }
    let options = Options::read(args)?;
    let tools = Tools::find();
    println!("machine: {}", machine());
    tools.tell();
    fs::create_dir_all(&options.dir)?;
    for records in &options.records {
        yardstick(*records, &options, &tools)?;
        forms(*records, &options)?;
    }
    Ok(())
}

/// What stands behind `cargo bench --bench yardsticks --`.
struct Options {
    records: Vec<u64>,
    runs: usize,
    dir: PathBuf,
    markdown: bool,
}

impl Options {
    fn read(args: Vec<String>) -> Result<Options> {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/yardsticks");
        let mut options = Options { records: Vec::new(), runs: 7, dir, markdown: false };
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or(format!("{arg} needs a value"));
            match arg.as_str() {
                "--bench" => {}
                "--records" => options.records.push(value()?.replace([',', '_'], "").parse()?),
                "--runs" => options.runs = value()?.parse::<usize>()?.max(1),
                "--dir" => options.dir = std::path::absolute(value()?)?,
                "--markdown" => options.markdown = true,
                _ => return Err(format!("no such option: {arg}").into()),
            }
        }
        if options.records.is_empty() {
            options.records.push(1_000_000);
        }
        Ok(options)
    }
}

/// The programs beside ours, where they are installed.
struct Tools {
    /// Its version.
    iconv: Option<String>,
    duckdb: Option<DuckDb>,
}

/// How DuckDB is started to run the SQL on its standard input.
#[derive(Clone)]
struct DuckDb {
    program: OsString,
    args: [&'static str; 2],
    version: String,
}

impl Tools {
    fn find() -> Tools {
        let cli = ("duckdb".into(), ["--version", "--version"], ["-batch", "-bail"]);
        let python = |program: OsString| {
            let version = ["-c", "import duckdb; print(duckdb.__version__, '(Python)')"];
            (program, version, ["-c", "import duckdb, sys; duckdb.execute(sys.stdin.buffer.read().decode())"])
        };
        let named = std::env::var_os("UTSUSHI_PYTHON").map(python);
        let ways = [cli].into_iter().chain(named).chain([python("python3".into())]);
        let mut found = ways.filter_map(|(program, version, args)| {
            let version = first_line(Command::new(&program).args(version))?;
            Some(DuckDb { program, args, version })
        });
        Tools { iconv: first_line(Command::new("iconv").arg("--version")), duckdb: found.next() }
    }

    fn tell(&self) {
        let iconv = self.iconv.as_deref();
        let iconv =
            iconv.unwrap_or("missing, nothing is compared (Linux, macOS and Git for Windows have it)");
        let duckdb = self.duckdb.as_ref().map(|duckdb| duckdb.version.as_str());
        let duckdb = duckdb.unwrap_or("missing: pip install duckdb (UTSUSHI_PYTHON may name its python)");
        println!("iconv: {iconv}\nDuckDB: {duckdb}");
    }
}

fn first_line(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).lines().next()?.to_owned())
}

/// What one run took. CPU and memory are known on Unix only.
#[derive(Clone, Copy)]
struct Usage {
    wall: Duration,
    cpu: Option<Duration>,
    peak: Option<u64>,
}

impl Usage {
    /// One behind the other.
    fn then(self, next: Usage) -> Usage {
        Usage {
            wall: self.wall + next.wall,
            cpu: self.cpu.zip(next.cpu).map(|(one, other)| one + other),
            peak: self.peak.max(next.peak),
        }
    }
}

/// Runs a command to its end; what it says goes to a file, told where it fails.
fn timed(command: &mut Command, log: &Path) -> Result<Usage> {
    timed_until(command, log, 0)
}

/// The same, for a command that may end with a status up to `most`.
fn timed_until(command: &mut Command, log: &Path, most: i32) -> Result<Usage> {
    command.stderr(File::create(log)?);
    let begun = Instant::now();
    let child = command.spawn()?;
    let (status, cpu, peak) = wait(child)?;
    let wall = begun.elapsed();
    if status.code().is_none_or(|code| code > most) {
        return Err(format!("{command:?}: {status}\n{}", fs::read_to_string(log)?).into());
    }
    Ok(Usage { wall, cpu, peak })
}

type Waited = (ExitStatus, Option<Duration>, Option<u64>);

/// Waits for a child and asks the kernel what it used, which the standard library does not tell.
#[cfg(unix)]
fn wait(child: Child) -> Result<Waited> {
    use std::os::unix::process::ExitStatusExt;
    let pid = libc::pid_t::try_from(child.id())?;
    let mut status = 0;
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: `status` and `usage` are ours and live through the call. The child is ours, and nobody else waits for it:
    // a `Child` that is dropped does not.
    #[allow(unsafe_code)]
    let usage = unsafe {
        while libc::wait4(pid, &mut status, 0, usage.as_mut_ptr()) != pid {
            let error = std::io::Error::last_os_error();
            if error.kind() != std::io::ErrorKind::Interrupted {
                return Err(error.into());
            }
        }
        usage.assume_init()
    };
    let time = |time: libc::timeval| Duration::new(time.tv_sec as u64, time.tv_usec as u32 * 1000);
    let cpu = time(usage.ru_utime) + time(usage.ru_stime);
    // KiB everywhere but on macOS.
    let unit = if cfg!(target_vendor = "apple") { 1 } else { 1024 };
    Ok((ExitStatus::from_raw(status), Some(cpu), Some(usage.ru_maxrss as u64 * unit)))
}

#[cfg(not(unix))]
fn wait(mut child: Child) -> Result<Waited> {
    Ok((child.wait()?, None, None))
}

/// Makes an export of residents alone, one file of 40 fields, with more arguments.
fn synth(records: u64, arguments: &[&str], dir: &Path, out: &Path) -> Result<Usage> {
    remove(out)?;
    let mut command = Command::new(UTSUSHI);
    command.args(["synth", "juki", "--only", "resident", "--records", &records.to_string(), "--seed", SEED]);
    command.args(arguments).arg("--out").arg(out);
    timed(command.stdout(Stdio::null()), &dir.join("log.txt"))
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
    let mut contenders = ["CSV", "fixed width", "an error in every record"].map(Contender::utsushi);
    let run = options.dir.join("run");
    for _ in 0..options.runs {
        for (contender, export) in contenders.iter_mut().zip(&exports) {
            contender.again(export, &run)?;
        }
    }
    println!("\n{} residents in three exports, {} alternating runs\n", grouped(records), options.runs);
    let rows: Vec<_> = contenders.iter().map(Contender::row).collect();
    table(["", "wall, least", "wall, median", "CPU, median", "memory, peak"], &rows, options.markdown);
    let [csv, fixed, dirty] = &contenders;
    let (fixed, fixed_row) = ratio("fixed width / CSV", fixed, csv);
    let (dirty, dirty_row) = ratio("an error in every record / none", dirty, csv);
    table(["ratio of medians", "wall", "CPU"], &[fixed_row, dirty_row], options.markdown);
    let item = if options.markdown { "- " } else { "" };
    for (passed, bar) in [
        (
            fixed <= AT_MOST_FIXED,
            format!("fixed width at most {AT_MOST_FIXED} × the time of CSV: {fixed:.2}"),
        ),
        (
            dirty <= AT_MOST_DIRTY,
            format!("errors everywhere at most {AT_MOST_DIRTY} × the time of none: {dirty:.2}"),
        ),
    ] {
        println!("{item}{}  {bar}", if passed { "pass" } else { "SHORT" });
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

/// The first bytes of a file; none where there is no file.
fn begin(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(100_000).read_to_end(&mut bytes));
    read.map_or(Vec::new(), |_| bytes)
}

/// Lines of a file; reading it also brings it into the page cache.
fn lines(path: &Path) -> Result<u64> {
    let (mut file, mut buffer, mut lines) = (File::open(path)?, vec![0; 1 << 18], 0);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(lines),
            read => lines += buffer[..read].iter().filter(|byte| **byte == b'\n').count() as u64,
        }
    }
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// What is measured, with all runs of it.
struct Contender {
    name: &'static str,
    /// Runs it once over a project, into a folder that is empty.
    run: Box<RunOnce>,
    runs: Vec<Usage>,
}

type RunOnce = dyn Fn(&Path, &Path) -> Result<Usage>;

impl Contender {
    fn new(name: &'static str, run: impl Fn(&Path, &Path) -> Result<Usage> + 'static) -> Contender {
        Contender { name, run: Box::new(run), runs: Vec::new() }
    }

    fn utsushi(name: &'static str) -> Contender {
        Contender::new(name, |project, out| {
            let mut command = Command::new(UTSUSHI);
            command.arg("convert").arg(project).arg("--out").arg(out.join("out"));
            // 1: there were errors in the data.
            timed_until(command.args(["--progress", "never"]).stdout(Stdio::null()), &out.join("log.txt"), 1)
        })
    }

    fn duckdb(duckdb: DuckDb) -> Contender {
        Contender::new("iconv + DuckDB", move |project, out| {
            let converted = iconv(project, out, "input.utf8.csv")?;
            let mut command = Command::new(&duckdb.program);
            command.args(duckdb.args).current_dir(out).stdin(File::open(SQL)?).stdout(Stdio::null());
            Ok(converted.then(timed(&mut command, &out.join("log.txt"))?))
        })
    }

    /// One more run: its input in the page cache, its earlier outputs gone, nobody's outputs left to write to the disk.
    fn again(&mut self, project: &Path, dir: &Path) -> Result<()> {
        let out = dir.join(self.name);
        remove(&out)?;
        fs::create_dir_all(&out)?;
        // Where there is no such command, the runs only vary more.
        let _ = Command::new("sync").status();
        for input in fs::read_dir(project.join("input"))? {
            lines(&input?.path())?;
        }
        self.runs.push((self.run)(project, &out)?);
        Ok(())
    }

    fn wall(&self) -> f64 {
        median(self.runs.iter().map(|run| run.wall.as_secs_f64()).collect())
    }

    fn cpu(&self) -> Option<f64> {
        self.runs.iter().map(|run| Some(run.cpu?.as_secs_f64())).collect::<Option<Vec<f64>>>().map(median)
    }

    fn peak(&self) -> Option<u64> {
        self.runs.iter().filter_map(|run| run.peak).max()
    }

    fn row(&self) -> [String; 5] {
        let seconds = |value: f64| format!("{value:.2} s");
        let least = self.runs.iter().map(|run| run.wall).min().unwrap_or_default().as_secs_f64();
        let cpu = self.cpu().map_or("-".to_owned(), seconds);
        let peak = self.peak().map_or("-".to_owned(), |bytes| format!("{} MiB", bytes >> 20));
        [self.name.to_owned(), seconds(least), seconds(self.wall()), cpu, peak]
    }
}

fn iconv(project: &Path, out: &Path, name: &str) -> Result<Usage> {
    let mut command = Command::new("iconv");
    command
        .args(["-f", "CP932", "-t", "UTF-8"])
        .arg(project.join(INPUT))
        .stdout(File::create(out.join(name))?);
    timed(&mut command, &out.join("log.txt"))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

/// Measures all contenders over an export of so many records, and prints what came out.
fn yardstick(records: u64, options: &Options, tools: &Tools) -> Result<()> {
    let project = project(records, &options.dir)?;
    let run = options.dir.join("run");
    let alone = |_: &String| Contender::new("iconv", |project, out| iconv(project, out, "utf8.csv"));
    let mut iconv = tools.iconv.as_ref().map(alone);
    let mut ours = Contender::utsushi("utsushi");
    let mut duckdb = tools.duckdb.clone().filter(|_| iconv.is_some()).map(Contender::duckdb);
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
    table(["", "wall, least", "wall, median", "CPU, median", "memory, peak"], &rows, options.markdown);

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
    let item = if options.markdown { "- " } else { "" };
    for (passed, bar) in bars {
        println!("{item}{}  {}", if passed { "pass" } else { "SHORT" }, bar.trim_end());
    }
    remove(&run)
}

/// How many times the one takes of the other: wall time, and the row that says so.
fn ratio(name: &str, upper: &Contender, lower: &Contender) -> (f64, [String; 3]) {
    let wall = upper.wall() / lower.wall();
    let cpu = upper.cpu().zip(lower.cpu()).map(|(upper, lower)| format!("{:.2}", upper / lower));
    (wall, [name.to_owned(), format!("{wall:.2}"), cpu.unwrap_or("-".to_owned())])
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

/// Prints rows under their head, for a terminal or for Markdown.
fn table<const N: usize>(head: [&str; N], rows: &[[String; N]], markdown: bool) {
    if rows.is_empty() {
        return;
    }
    let head = head.map(str::to_owned);
    for (number, row) in [&head].into_iter().chain(rows).enumerate() {
        let cells: [String; N] = std::array::from_fn(|index| {
            let lengths = rows.iter().chain([&head]).map(|row| row[index].chars().count());
            format!("{:>width$}", row[index], width = lengths.max().unwrap_or_default())
        });
        println!("{}", if markdown { format!("| {} |", cells.join(" | ")) } else { cells.join("  ") });
        if number == 0 && markdown {
            println!("|{}", " ---: |".repeat(N));
        }
    }
    println!();
}

/// 1,000,000
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let threes = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    threes.collect::<Vec<_>>().join(",")
}

/// Processor, number of them, memory, system.
fn machine() -> String {
    let field = |path: &str, key: &str| {
        let text = fs::read_to_string(path).ok()?;
        let line = text.lines().find(|line| line.starts_with(key))?;
        Some(line.split_once([':', '='])?.1.trim_matches([' ', '"']).to_owned())
    };
    let processor = field("/proc/cpuinfo", "model name")
        .or_else(|| first_line(Command::new("sysctl").args(["-n", "machdep.cpu.brand_string"])))
        .or_else(|| std::env::var("PROCESSOR_IDENTIFIER").ok())
        .unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = field("/proc/meminfo", "MemTotal").unwrap_or_default();
    let system = field("/etc/os-release", "PRETTY_NAME").unwrap_or_else(|| std::env::consts::OS.to_owned());
    format!("{processor}, {cores} cores, {memory}, {system}")
}

/// The load average of the last minute: other work on the machine shows here.
fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}
