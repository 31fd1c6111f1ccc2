//! `utsushi convert`.

use crate::args::{Common, Convert};
use crate::progress::Shown;
use crate::{Exit, say, summary};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use utsushi_delivery::{Manifest, Overview};
use utsushi_findings::{Lang, Problem, Problems, problem};
use utsushi_layout::{Library, Masking};
use utsushi_pipeline::{Options, Project, convert};

pub(crate) fn run(arguments: &Convert, common: &Common, lang: Lang) -> Exit {
    match work(arguments, common, lang) {
        Ok(exit) => exit,
        Err(problems) => {
            say::problems(&problems, lang);
            Exit::CouldNotRun
        }
    }
}

fn work(arguments: &Convert, common: &Common, lang: Lang) -> Result<Exit, Problems> {
    let memory = arguments.reads.memory()?;
    let library = arguments.reads.library();
    let cancelled = cancel_on_ctrl_c();
    let pool = pool(common)?;
    let mut project = pool.install(|| Project::load(&arguments.project, &library, &arguments.job))?;
    if arguments.unmask {
        project.set_masking(Masking::Off);
    }
    let files_lang = project.lang;
    let reports = |manifest: &Manifest, overview: &Overview| reports(manifest, overview, files_lang);
    let options = Options {
        out: arguments.out.clone(),
        overwrite: arguments.overwrite,
        check_only: arguments.check_only,
        resume: arguments.resume,
        memory,
        cancelled: &cancelled,
        reports: &reports,
        disk_limit: None,
    };
    let progress = Shown::new(common.progress, lang, common.quiet);
    let outcome = pool.install(|| convert(&project, &options, &progress))?;
    drop(progress);
    if !common.quiet {
        say::out(summary::of(&outcome, &arguments.out, arguments.check_only, common.verbose, lang));
    }
    if arguments.timings {
        say::out(crate::timings::of(&outcome, lang));
    }
    Ok(if outcome.has_errors() { Exit::No } else { Exit::Yes })
}

/// The reports that stand in a run's folder: paths with their bytes.
pub(crate) fn reports(
    manifest: &Manifest,
    overview: &Overview,
    lang: Lang,
) -> Result<Vec<(String, Vec<u8>)>, Problem> {
    let page = utsushi_report::html(manifest, overview, lang).into_bytes();
    let workbook = utsushi_report::xlsx(manifest, overview, lang).map_err(|error| {
        problem!("report.xlsx を作れません ({error})", "cannot make report.xlsx ({error})")
    })?;
    Ok(vec![("report.html".to_owned(), page), ("report.xlsx".to_owned(), workbook)])
}

/// The layouts inside the program, or those of `--layouts`.
pub(crate) fn library(folder: &Option<PathBuf>) -> Library {
    folder.clone().map_or(Library::Embedded, Library::Folder)
}

/// The one thread pool of the process.
pub(crate) fn pool(common: &Common) -> Result<rayon::ThreadPool, Problem> {
    let threads = common.threads.map_or(0, usize::from);
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| problem!("スレッドを作れません ({error})", "cannot make threads ({error})"))
}

/// A flag that Ctrl-C sets. The second Ctrl-C ends the process at once; the next run clears what that leaves,
/// or goes on with it.
pub(crate) fn cancel_on_ctrl_c() -> Arc<AtomicBool> {
    let cancelled = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancelled);
    // Where no handler can be set, Ctrl-C ends the process at once, which is safe too.
    let _ = ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(2);
        }
    });
    cancelled
}
