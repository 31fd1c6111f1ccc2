//! `utsushi rehearse`.

use crate::args::Common;
use crate::convert::{cancel_on_ctrl_c, library, pool, reports};
use crate::progress::Shown;
use crate::rehearse_args::Rehearse;
use crate::{Exit, rehearse_summary, say};
use std::path::{Path, PathBuf};
use utsushi_delivery::forecast::Forecast;
use utsushi_delivery::rehearsal::Rehearsal;
use utsushi_findings::{Lang, Problems};
use utsushi_pipeline::verify::Verification;
use utsushi_pipeline::{Project, RehearseOptions, rehearse};
use utsushi_report::{history_html, verify_html, verify_xlsx};
use utsushi_store::MemoryBudget;

/// The folder of the history in a project, where no other is named.
const HISTORY: &str = "rehearsals";

pub(crate) fn run(arguments: &Rehearse, common: &Common, lang: Lang) -> Exit {
    work(arguments, common, lang).unwrap_or_else(|problems| {
        say::problems(&problems, lang);
        Exit::CouldNotRun
    })
}

/// Where the history of a project is.
pub(crate) fn history_of(named: Option<&Path>, project: &Project) -> PathBuf {
    named.map_or_else(|| project.folder.join(HISTORY), Path::to_owned)
}

fn work(arguments: &Rehearse, common: &Common, lang: Lang) -> Result<Exit, Problems> {
    let memory = MemoryBudget::parse(&arguments.memory)?;
    let library = library(&arguments.layouts);
    let cancelled = cancel_on_ctrl_c();
    let pool = pool(common)?;
    let project = pool.install(|| Project::load(&arguments.project, &library, &arguments.job))?;
    let files_lang = project.lang;
    let history = history_of(arguments.history.as_deref(), &project);
    let reports = reports(files_lang);
    let pages = |result: &Verification| {
        Ok(vec![
            ("report.html".to_owned(), verify_html(result, None).into_bytes()),
            ("report.xlsx".to_owned(), verify_xlsx(result, None)?),
        ])
    };
    let page = |entries: &[Rehearsal], forecast: &Forecast| history_html(entries, forecast, files_lang);
    let options = RehearseOptions {
        history: history.clone(),
        keep: arguments.keep.clone(),
        overwrite: arguments.overwrite,
        profile: arguments.profile.clone(),
        library: &library,
        memory,
        cancelled: &cancelled,
        reports: &reports,
        pages: &pages,
        page: &page,
        disk_limit: None,
    };
    let progress = Shown::new(common.progress, lang, common.quiet);
    let done = pool.install(|| rehearse(&project, &options, &progress))?;
    drop(progress);
    for (name, problem) in &done.history.skipped {
        let problem = problem.render(lang);
        say::error(lang.pick(
            &format!("{name} を飛ばしました: {problem}\n"),
            &format!("{name} was skipped: {problem}\n"),
        ));
    }
    let Some(entry) = done.entry() else { return Ok(Exit::CouldNotRun) };
    if !common.quiet {
        say::out(rehearse_summary::of(&done, entry, &history, common.verbose, lang));
    }
    Ok(if entry.exit == 0 { Exit::Yes } else { Exit::No })
}
