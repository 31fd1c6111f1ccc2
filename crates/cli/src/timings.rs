//! `--timings`: where the time of a run went.

use std::fmt::Write;
use utsushi_findings::Lang;
use utsushi_pipeline::Outcome;

/// Two tables: the parts of the run on the clock, and the stages in seconds of all threads.
pub(crate) fn of(outcome: &Outcome, lang: Lang) -> String {
    let mut text = String::new();
    let clock = lang.pick("経過時間 (秒)", "seconds on the clock");
    let _ = writeln!(text, "{clock}");
    let whole = outcome.time.as_secs_f64();
    let mut known = 0.0;
    for part in &outcome.parts {
        known += part.seconds;
        let _ = writeln!(text, "  {:<18} {:>9.3}", part.part, part.seconds);
    }
    let _ = writeln!(text, "  {:<18} {:>9.3}", "(other)", (whole - known).max(0.0));
    let _ = writeln!(text, "  {:<18} {:>9.3}", "=", whole);
    let threads =
        lang.pick("処理ごとの時間 (秒、全スレッドの合計)", "seconds by stage, of all threads together");
    let _ = writeln!(text, "{threads}");
    let all: f64 = outcome.stages.iter().map(|stage| stage.seconds).sum();
    for stage in &outcome.stages {
        let share = if all > 0.0 { stage.seconds / all * 100.0 } else { 0.0 };
        let _ = writeln!(text, "  {:<18} {:>9.3} {share:>6.1} %", stage.stage, stage.seconds);
    }
    let _ = writeln!(text, "  {:<18} {all:>9.3}", "=");
    text
}
