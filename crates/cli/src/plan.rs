//! `utsushi plan`.

use crate::args::Common;
use crate::convert::{cancel_on_ctrl_c, library, pool};
use crate::progress::Shown;
use crate::rehearse::say_skipped;
use crate::rehearse_args::Plan;
use crate::{Exit, say};
use std::fmt::Write;
use utsushi_findings::{Lang, Problems, problem};
use utsushi_pipeline::{PlanOptions, Planned, Project, history_folder, plan};
use utsushi_report::rehearsal_words::{between, rests_on};
use utsushi_report::{bytes_text, grouped, seconds_text};
use utsushi_store::MemoryBudget;

pub(crate) fn run(arguments: &Plan, common: &Common, lang: Lang) -> Exit {
    work(arguments, common, lang).unwrap_or_else(|problems| {
        say::problems(&problems, lang);
        Exit::CouldNotRun
    })
}

/// Whether something will do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum WillDo {
    Yes,
    /// The expected does, the most that was measured does not.
    Perhaps,
    No,
}

impl WillDo {
    fn of(expected: f64, most: f64, there: f64) -> WillDo {
        match () {
            () if expected > there => WillDo::No,
            () if most > there => WillDo::Perhaps,
            () => WillDo::Yes,
        }
    }

    fn name(self) -> &'static str {
        match self {
            WillDo::Yes => "yes",
            WillDo::Perhaps => "perhaps",
            WillDo::No => "no",
        }
    }
}

fn work(arguments: &Plan, common: &Common, lang: Lang) -> Result<Exit, Problems> {
    let memory = MemoryBudget::of_process(&arguments.memory)?;
    let library = library(&arguments.layouts);
    let cancelled = cancel_on_ctrl_c();
    let pool = pool(common)?;
    let project = pool.install(|| Project::load(&arguments.project, &library, &arguments.job))?;
    let options = PlanOptions {
        out: arguments.out.clone(),
        history: history_folder(arguments.history.as_deref(), &project),
        library: &library,
        memory,
        cancelled: &cancelled,
    };
    let progress = Shown::new(common.progress, lang, common.quiet);
    let planned = pool.install(|| plan(project, &options, &progress))?;
    drop(progress);
    say_skipped(&planned.history, lang);
    let forecast = &planned.forecast;
    let room = forecast.disk.peak_bytes as f64;
    let disk = WillDo::of(room, room, planned.free_bytes as f64);
    let time =
        arguments.window.map(|window| WillDo::of(forecast.total.seconds, forecast.total.high, window as f64));
    if arguments.json {
        say::out(json(arguments, &planned, disk, time)?);
    } else if !common.quiet {
        say::out(text(arguments, &planned, disk, time, lang));
    }
    let good = disk == WillDo::Yes && time.is_none_or(|time| time == WillDo::Yes);
    Ok(if good { Exit::Yes } else { Exit::No })
}

fn json(arguments: &Plan, planned: &Planned, disk: WillDo, time: Option<WillDo>) -> Result<String, Problems> {
    let value = serde_json::json!({
        "plan": 1,
        "forecast": planned.forecast,
        "free_bytes": planned.free_bytes,
        "disk_will_do": disk.name(),
        "window_seconds": arguments.window,
        "time_will_do": time.map(WillDo::name),
    });
    let text = serde_json::to_string_pretty(&value);
    Ok(text.map_err(|error| problem!("JSON を作れません ({error})", "cannot make the JSON ({error})"))?
        + "\n")
}

fn text(arguments: &Plan, planned: &Planned, disk: WillDo, time: Option<WillDo>, lang: Lang) -> String {
    let forecast = &planned.forecast;
    let mut text = String::new();
    let besides = lang.pick("そのほかの処理", "besides").to_owned();
    let verifying = lang.pick("検証", "verifying").to_owned();
    let all = lang.pick("合計", "total").to_owned();
    let mut lines: Vec<(String, String, String, String)> = Vec::new();
    for (nth, job) in forecast.jobs.iter().enumerate() {
        let other = match job.measured {
            0 => lang.pick("  (ほかのジョブの速さから)", "  (by the pace of other jobs)"),
            _ => "",
        };
        let bytes = lang
            .pick(&format!("{} バイト", grouped(job.bytes)), &format!("{} bytes", grouped(job.bytes)))
            .to_owned();
        let spread = between(job.time, lang) + other;
        lines.push((
            format!("{}. {}", nth + 1, job.name),
            bytes,
            seconds_text(job.time.seconds, lang),
            spread,
        ));
    }
    for (name, span) in [(besides, forecast.besides), (verifying, forecast.verify), (all, forecast.total)] {
        lines.push((name, String::new(), seconds_text(span.seconds, lang), between(span, lang)));
    }
    for (name, bytes, time, spread) in lines {
        let gap = if bytes.is_empty() { "" } else { "  " };
        let _ = writeln!(text, "{name}{gap}{bytes}: {time}  {spread}");
    }
    let _ = writeln!(text, "{}", rests_on(&forecast.rests_on, lang));
    let (output, peak) = (bytes_text(forecast.disk.output_bytes), bytes_text(forecast.disk.peak_bytes));
    let free = bytes_text(planned.free_bytes);
    let line = lang
        .pick(
            &format!("容量: 出力 {output}、実行中に最大 {peak}、空き {free}"),
            &format!("disk: output {output}, at most {peak} while it runs, {free} free"),
        )
        .to_owned();
    let _ = writeln!(text, "{line}");
    if disk != WillDo::Yes {
        let out = arguments.out.display();
        let line = lang
            .pick(
                &format!(
                    "警告: {out} のディスクの空きが足りません。--out で別のディスクを指定してください。"
                ),
                &format!(
                    "warning: there is not enough room on the disk of {out}: name another disk with --out"
                ),
            )
            .to_owned();
        let _ = writeln!(text, "{line}");
    }
    if let (Some(window), Some(time)) = (arguments.window, time) {
        let window = seconds_text(window as f64, lang);
        let (ja, en) = match time {
            WillDo::Yes => ("に収まる見込みです。", "it is expected to fit into"),
            WillDo::Perhaps => ("に収まらないおそれがあります (警告)。", "warning: it may not fit into"),
            WillDo::No => ("には収まりません (警告)。", "warning: it does not fit into"),
        };
        let line = lang.pick(&format!("{window} {ja}"), &format!("{en} {window}")).to_owned();
        let _ = writeln!(text, "{line}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::WillDo;

    #[test]
    fn what_may_last_too_long_is_no_yes() {
        let of = |there| WillDo::of(10.0, 12.0, there);
        assert_eq!([of(12.0), of(11.0), of(9.0)], [WillDo::Yes, WillDo::Perhaps, WillDo::No]);
    }
}
