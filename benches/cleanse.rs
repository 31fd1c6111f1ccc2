//! What looking for duplicates costs: `utsushi convert` with a policy and with `duplicates = "off"`, beside DuckDB's
//! `row_number() over (partition by …)` on the same keys.
//!
//! `cargo bench --bench cleanse -- --records 1000000 --runs 7`. 1 % of the records come twice, and 1 % once more with
//! another value. DuckDB reads the same file made UTF-8 by `iconv` (not counted), and only says which row of each key is the
//! first: it converts and checks nothing. `UTSUSHI_PYTHON` names a python with duckdb.

#[cfg(not(unix))]
fn main() {
    println!("cleanse: CPU seconds are known on Unix only");
}

#[cfg(unix)]
fn main() -> unix::Result<()> {
    unix::main()
}

#[cfg(unix)]
mod unix {
    use std::error::Error;
    use std::fs;
    use std::path::Path;
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    pub type Result<T> = std::result::Result<T, Box<dyn Error>>;

    const UTSUSHI: &str = env!("CARGO_BIN_EXE_utsushi");

    const DUCKDB: &str = "import duckdb, sys
duckdb.execute('SET threads = 2')
print(duckdb.execute('''SELECT count(*) FROM (SELECT row_number() OVER (PARTITION BY \"宛名番号\" ORDER BY rowid) AS nth
  FROM (SELECT \"宛名番号\", row_number() OVER () AS rowid FROM read_csv(?, all_varchar = true))) WHERE nth > 1''', [sys.argv[1]]).fetchone()[0])";

    struct Took {
        wall: Duration,
        cpu: Duration,
        peak: u64,
    }

    pub fn main() -> Result<()> {
        let args: Vec<String> = std::env::args().skip(1).collect();
        if !args.iter().any(|arg| arg == "--bench") {
            println!("cleanse: measured by cargo bench --bench cleanse, not here");
            return Ok(());
        }
        let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
        let records: u64 = option("--records").map_or(Ok(1_000_000), |text| text.replace('_', "").parse())?;
        let runs: usize = option("--runs").map_or(Ok(7), |text| text.parse())?;
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/cleanse");
        let _ = fs::remove_dir_all(&dir);
        fs::create_dir_all(&dir)?;
        let project = dir.join("city");
        let records_text = records.to_string();
        let synth =
            ["synth", "juki", "--only", "resident", "--seed", "2060", "--duplicates", "0.01", "--records"];
        succeeded(Command::new(UTSUSHI).args(synth).arg(&records_text).arg("--out").arg(&project))?;
        let toml = project.join("migration.toml");
        let text = fs::read_to_string(&toml)?;
        let ways = [
            ("off", "[cleanse]\nduplicates = \"off\"\n"),
            ("exact", ""),
            ("last", "[cleanse.files]\n\"01.resident\" = \"last\"\n\"01.koseki_display\" = \"last\"\n"),
        ];
        let mut took: Vec<(&str, Vec<Took>)> = ways.iter().map(|(name, _)| (*name, Vec::new())).collect();
        let utf8 = dir.join("utf8.csv");
        let input = fs::File::open(project.join("input/JUKI01.csv"))?;
        let iconv = Command::new("iconv")
            .args(["-f", "CP932", "-t", "UTF-8"])
            .stdin(input)
            .stdout(fs::File::create(&utf8)?)
            .status();
        let python = std::env::var_os("UTSUSHI_PYTHON").unwrap_or_else(|| "python3".into());
        let mut duckdb = Vec::new();
        for _ in 0..runs {
            for ((_, settings), (_, took)) in ways.iter().zip(&mut took) {
                fs::write(&toml, format!("{text}\n{settings}"))?;
                let out = dir.join("out");
                let _ = fs::remove_dir_all(&out);
                let mut command = Command::new(UTSUSHI);
                command.arg("convert").arg(&project).arg("--out").arg(&out).arg("-q");
                took.push(measure(&mut command)?);
            }
            if iconv.as_ref().is_ok_and(|status| status.success()) {
                let mut command = Command::new(&python);
                duckdb.push(measure(command.args(["-c", DUCKDB]).arg(&utf8))?);
            }
        }
        println!("{records} records, {runs} alternating runs; minimum and median");
        took.push(("DuckDB row_number()", duckdb));
        for (name, took) in &mut took {
            tell(name, took);
        }
        let millions = records as f64 / 1e6;
        let of = |way: usize| took[way].1.iter().map(|took| took.cpu).min().unwrap_or_default().as_secs_f64();
        for way in [1, 2] {
            let cost = (of(way) - of(0)) / millions;
            println!("{} costs {cost:.2} core-seconds per million records (bar 0.5)", took[way].0);
        }
        fs::remove_dir_all(&dir)?;
        Ok(())
    }

    fn tell(name: &str, took: &mut [Took]) {
        let Some(peak) = took.iter().map(|took| took.peak).max() else {
            return println!("{name:<22} not measured");
        };
        let middle = took.len() / 2;
        took.sort_by_key(|took| took.wall);
        let wall = (took[0].wall.as_secs_f64(), took[middle].wall.as_secs_f64());
        took.sort_by_key(|took| took.cpu);
        let cpu = (took[0].cpu.as_secs_f64(), took[middle].cpu.as_secs_f64());
        let peak = peak as f64 / 1e6;
        println!(
            "{name:<22} wall {:.2} {:.2} s, cpu {:.2} {:.2} s, peak {peak:.0} MB",
            wall.0, wall.1, cpu.0, cpu.1
        );
    }

    fn succeeded(command: &mut Command) -> Result<()> {
        let status = command.stdout(Stdio::null()).status()?;
        if status.code().is_none_or(|code| code > 1) {
            Err(format!("{command:?}: {status}").into())
        } else {
            Ok(())
        }
    }

    fn measure(command: &mut Command) -> Result<Took> {
        let begun = Instant::now();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        let pid = libc::pid_t::try_from(child.id())?;
        let mut status = 0;
        let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
        // SAFETY: `status` and `usage` are ours and live through the call; nobody else waits for this child.
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
        let code = std::os::unix::process::ExitStatusExt::from_raw(status);
        let code: std::process::ExitStatus = code;
        if code.code().is_none_or(|code| code > 1) {
            return Err(format!("{command:?}: {code}").into());
        }
        let unit = if cfg!(target_vendor = "apple") { 1 } else { 1024 };
        let cpu = time(usage.ru_utime) + time(usage.ru_stime);
        Ok(Took { wall: begun.elapsed(), cpu, peak: usage.ru_maxrss as u64 * unit })
    }
}
