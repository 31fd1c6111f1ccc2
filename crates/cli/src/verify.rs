//! `utsushi verify`.

use crate::args::{Common, Verify};
use crate::convert::{cancel_on_ctrl_c, library, pool};
use crate::progress::Shown;
use crate::{Exit, say, verify_summary};
use std::path::{Path, PathBuf};
use utsushi_delivery::read::day_of;
use utsushi_findings::{Lang, Problem, Problems, problem};
use utsushi_layout::{Library, Masking};
use utsushi_pipeline::verify::{Draft, ExpectedTotal, Verification, VerifyOptions, draft, verify};
use utsushi_report::{ExpectedLine, expected_xlsx, read_expected_xlsx};
use utsushi_store::{MemoryBudget, RunFolder, write_file};

pub(crate) fn run(arguments: &Verify, common: &Common, lang: Lang) -> Exit {
    let done = match arguments.init || arguments.totals_sheet.is_some() {
        true => prepare(arguments, lang),
        false => work(arguments, common, lang),
    };
    done.unwrap_or_else(|problems| {
        say::problems(&problems, lang);
        Exit::CouldNotRun
    })
}

fn work(arguments: &Verify, common: &Common, lang: Lang) -> Result<Exit, Problems> {
    let memory = MemoryBudget::parse(&arguments.memory)?;
    let library = library(&arguments.layouts);
    let cancelled = cancel_on_ctrl_c();
    let expected = match &arguments.totals {
        Some(path) => expected(path)?,
        None => Vec::new(),
    };
    let base_date = arguments.base_date.as_deref().map(day_of).transpose()?;
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => beside(&arguments.delivery)?,
    };
    let pages = |_: &Verification| Ok(Vec::new());
    let options = VerifyOptions {
        delivery: arguments.delivery.clone(),
        out: out.clone(),
        overwrite: arguments.overwrite,
        base_date,
        standard: arguments.standard.clone(),
        library: &library,
        profile: arguments.profile.clone(),
        expected,
        json: arguments.json,
        masking: if arguments.unmask { Masking::Off } else { Masking::On },
        lang,
        memory,
        cancelled: &cancelled,
        pages: &pages,
    };
    let progress = Shown::new(common.progress, lang, common.quiet);
    let outcome = pool(common)?.install(|| verify(&options, &progress))?;
    drop(progress);
    if !common.quiet {
        say::out(verify_summary::of(&outcome, &out, common.verbose, lang));
    }
    Ok(if outcome.accepted { Exit::Yes } else { Exit::No })
}

/// `<name>-verify` beside the delivery.
fn beside(delivery: &Path) -> Result<PathBuf, Problem> {
    let whole = delivery.canonicalize().map_err(|error| Problem::io(delivery, &error))?;
    let stem = if whole.is_dir() { whole.file_name() } else { whole.file_stem() };
    let name = stem.map(|stem| format!("{}-verify", stem.to_string_lossy()));
    name.map(|name| whole.with_file_name(name)).ok_or_else(|| {
        problem!("--out で出力先を指定してください", "name the folder of the result with --out").at(delivery)
    })
}

fn expected(path: &Path) -> Result<Vec<ExpectedTotal>, Problem> {
    let bytes = std::fs::read(path).map_err(|error| Problem::io(path, &error))?;
    let lines = read_expected_xlsx(path, &bytes)?.into_iter().map(|line| ExpectedTotal {
        file: line.file,
        name: line.name,
        base_date: line.base_date,
        group: if line.group.is_empty() {
            Vec::new()
        } else {
            line.group.split('/').map(str::to_owned).collect()
        },
        figure: line.figure,
        report: line.report,
        line: line.line,
    });
    Ok(lines.collect())
}

/// `--init` and `--totals-sheet`: what a person fills in before the delivery is verified.
fn prepare(arguments: &Verify, lang: Lang) -> Result<Exit, Problems> {
    let seen = look(arguments, &library(&arguments.layouts), lang)?;
    if arguments.init {
        write_file(&seen.path, seen.text.as_bytes(), arguments.overwrite)?;
        let (path, files, unknown) = (seen.path.display(), seen.files, seen.unknown);
        say::out(lang.pick(
            &format!("{path} を書きました (移行ファイル {files}、分からないもの {unknown})。確かめて直し、もう一度 verify してください。\n"),
            &format!("wrote {path} ({files} standard files, {unknown} not recognised): check it, correct it, and verify again\n"),
        ));
    }
    if let Some(path) = &arguments.totals_sheet {
        let base_date = match &arguments.base_date {
            Some(day) => day_of(day)?,
            None => seen.base_date.clone().unwrap_or_default(),
        };
        let lines: Vec<ExpectedLine> = seen
            .totals
            .iter()
            .map(|total| ExpectedLine {
                file: total.file.clone(),
                file_name: total.file_name.clone(),
                name: total.name.clone(),
                group_by: total.group_by.join("/"),
                sum_of: total.sum_of.clone(),
                base_date: base_date.clone(),
                source: total.source.clone(),
                ..ExpectedLine::default()
            })
            .collect();
        let bytes = expected_xlsx(&lines, lang)
            .map_err(|error| problem!("xlsx を作れません ({error})", "cannot make the xlsx ({error})"))?;
        write_file(path, &bytes, arguments.overwrite)?;
        let (path, count) = (path.display(), lines.len());
        say::out(lang.pick(
            &format!(
                "{path} を書きました ({count} 行)。分かる数を記入し、verify --totals で渡してください。\n"
            ),
            &format!(
                "wrote {path} ({count} lines): fill in what you know, and hand it over with verify --totals\n"
            ),
        ));
    }
    Ok(Exit::Yes)
}

fn look(arguments: &Verify, library: &Library, lang: Lang) -> Result<Draft, Problems> {
    // A place for what must be unpacked; it is dropped, and so nothing of it stays.
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => beside(&arguments.delivery)?,
    };
    let work = RunFolder::create(&out.with_extension("init"), false, "verification.json")?;
    draft(&arguments.delivery, &work, library, arguments.standard.as_deref(), lang)
}
