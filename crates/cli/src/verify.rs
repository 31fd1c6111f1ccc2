//! `utsushi verify`.

use crate::args::{Common, Verify};
use crate::convert::{cancel_on_ctrl_c, pool};
use crate::progress::Shown;
use crate::{Exit, say, verify_each, verify_summary};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use utsushi_delivery::read::day_of;
use utsushi_findings::{Lang, Problem, Problems, problem};
use utsushi_layout::{Library, Masking};
use utsushi_pipeline::verify::{
    Draft, ExpectedTotal, Verification, VerifyOptions, VerifyOutcome, draft, verify,
};
use utsushi_report::{ExpectedLine, expected_xlsx, read_expected_xlsx, verify_html, verify_xlsx};
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
    let place = Setting::new(arguments, common, lang)?;
    let out = match &arguments.out {
        Some(out) => out.clone(),
        None => beside(&arguments.delivery)?,
    };
    if arguments.each {
        return verify_each::run(&place, &out);
    }
    let before = arguments.previous.as_deref().map(previous).transpose()?;
    let outcome = place.verify(&arguments.delivery, &out, before.as_ref())?;
    if !common.quiet {
        say::out(verify_summary::of(&outcome, &out, common.verbose, lang));
    }
    Ok(if outcome.accepted { Exit::Yes } else { Exit::No })
}

/// What is the same for one delivery and for each of many.
pub(crate) struct Setting<'a> {
    pub arguments: &'a Verify,
    pub common: &'a Common,
    pub lang: Lang,
    library: Library,
    memory: MemoryBudget,
    expected: Vec<ExpectedTotal>,
    base_date: Option<String>,
    pub cancelled: Arc<AtomicBool>,
    pool: rayon::ThreadPool,
}

impl<'a> Setting<'a> {
    fn new(arguments: &'a Verify, common: &'a Common, lang: Lang) -> Result<Self, Problems> {
        Ok(Setting {
            memory: arguments.reads.memory()?,
            library: arguments.reads.library(),
            expected: match &arguments.totals {
                Some(path) => expected(path)?,
                None => Vec::new(),
            },
            base_date: arguments.base_date.as_deref().map(day_of).transpose()?,
            cancelled: cancel_on_ctrl_c(),
            pool: pool(common)?,
            arguments,
            common,
            lang,
        })
    }

    /// Verifies one delivery and writes its pages; `before` is the result of the last one.
    pub fn verify(
        &self,
        delivery: &Path,
        out: &Path,
        before: Option<&Verification>,
    ) -> Result<VerifyOutcome, Problems> {
        let pages = |result: &Verification| {
            Ok(vec![
                ("report.html".to_owned(), verify_html(result, before).into_bytes()),
                ("report.xlsx".to_owned(), verify_xlsx(result, before)?),
            ])
        };
        let options = VerifyOptions {
            delivery: delivery.to_owned(),
            out: out.to_owned(),
            overwrite: self.arguments.overwrite,
            base_date: self.base_date.clone(),
            standard: self.arguments.standard.clone(),
            library: &self.library,
            profile: self.arguments.profile.clone(),
            expected: self.expected.clone(),
            json: self.arguments.json,
            masking: if self.arguments.unmask { Masking::Off } else { Masking::On },
            lang: self.lang,
            memory: self.memory,
            cancelled: &self.cancelled,
            pages: &pages,
            sample: None,
        };
        let progress = Shown::new(self.common.progress, self.lang, self.common.quiet);
        self.pool.install(|| verify(&options, &progress))
    }
}

/// The result of an earlier verification: its folder, or its `verification.json`.
pub(crate) fn previous(path: &Path) -> Result<Verification, Problem> {
    let file = if path.is_dir() { path.join("verification.json") } else { path.to_owned() };
    let text = std::fs::read(&file).map_err(|error| {
        Problem::io(&file, &error).help(
            "--previous には、前回の verify の結果のフォルダーを指定してください",
            "--previous takes the folder that an earlier verify wrote",
        )
    })?;
    serde_json::from_slice(&text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        problem!(
            "前回の結果として読めません ({line} 行 {column} 桁)",
            "cannot be read as an earlier result (line {line}, column {column})"
        )
        .at(&file)
        .help(
            "この版の verify が書いた verification.json を指定してください",
            "name the verification.json that this version of verify wrote",
        )
    })
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
    let seen = look(arguments, &arguments.reads.library(), lang)?;
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
