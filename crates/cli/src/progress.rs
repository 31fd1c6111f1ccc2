//! How far a run is, on standard error: a bar for people, lines of JSON for programs.

use crate::args::Progress;
use crate::say;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use utsushi_findings::Lang;
use utsushi_pipeline::{Observer, Pass, Resumed};

/// Shows a run's progress.
pub(crate) struct Shown {
    how: Progress,
    lang: Lang,
    quiet: bool,
    state: Mutex<State>,
}

struct State {
    bar: ProgressBar,
    job: String,
    total: Option<u64>,
    last: Option<Instant>,
    bytes: u64,
    records: u64,
}

impl Shown {
    pub fn new(how: Progress, lang: Lang, quiet: bool) -> Self {
        let how = if quiet && how == Progress::Auto { Progress::Never } else { how };
        let state = State {
            bar: ProgressBar::hidden(),
            job: String::new(),
            total: None,
            last: None,
            bytes: 0,
            records: 0,
        };
        Shown { how, lang, quiet, state: Mutex::new(state) }
    }

    /// One step of a task that is not a run.
    pub fn step(&self, name: &str, done: u64, total: u64) {
        if let Ok(mut state) = self.state.lock() {
            if state.job != name {
                let style = "{prefix} {wide_bar} {human_pos}/{human_len}  {eta}";
                self.begin(&mut state, name, Some(total), style);
                return self.json(&mut state, "job", true);
            }
            state.bar.set_position(done);
            state.records = done;
            self.json(&mut state, "progress", false);
        }
    }

    fn begin(&self, state: &mut State, name: &str, total: Option<u64>, style: &str) {
        state.job = name.to_owned();
        state.total = total;
        state.bytes = 0;
        state.records = 0;
        state.last = None;
        if self.how == Progress::Auto {
            let bar = match total {
                Some(total) => ProgressBar::new(total),
                None => ProgressBar::new_spinner(),
            };
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
            if let Ok(style) = ProgressStyle::with_template(style) {
                bar.set_style(style);
            }
            bar.set_prefix(name.to_owned());
            state.bar = bar;
        }
    }

    /// A line about a pass: as one about a job, with the name of the pass instead.
    fn pass_json(&self, state: &mut State, event: &str, always: bool) {
        let line = serde_json::json!({
            "event": event,
            "pass": state.job,
            "bytes": state.bytes,
            "total_bytes": state.total,
        });
        self.line(state, &line, always);
    }

    fn json(&self, state: &mut State, event: &str, always: bool) {
        let line = serde_json::json!({
            "event": event,
            "job": state.job,
            "bytes": state.bytes,
            "total_bytes": state.total,
            "records": state.records,
        });
        self.line(state, &line, always);
    }

    fn line(&self, state: &mut State, line: &serde_json::Value, always: bool) {
        if self.how != Progress::Json {
            return;
        }
        let now = Instant::now();
        if !always && state.last.is_some_and(|last| now - last < Duration::from_millis(200)) {
            return;
        }
        state.last = Some(now);
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
}

impl Observer for Shown {
    fn resumed(&self, found: &Resumed) {
        if self.how == Progress::Json {
            let again = found
                .again
                .as_ref()
                .map(|(job, why)| serde_json::json!({ "job": job, "why": why.render(self.lang) }));
            let line = serde_json::json!({ "event": "resumed", "kept": found.kept, "again": again });
            let _ = writeln!(std::io::stderr().lock(), "{line}");
        } else if !self.quiet {
            say::error(resumed(found, self.lang));
        }
    }

    fn pass(&self, pass: Pass, bytes: Option<u64>) {
        let style = match bytes {
            Some(_) => "{prefix} {wide_bar} {bytes}/{total_bytes}  {eta}",
            None => "{prefix} {spinner} {bytes}",
        };
        let shown = match pass {
            Pass::Keys => self.lang.pick("重複の下調べ", "looking for duplicate keys"),
            Pass::Duplicates => self.lang.pick("重複の判定", "choosing among duplicates"),
        };
        let Ok(mut state) = self.state.lock() else { return };
        self.begin(&mut state, shown, bytes, style);
        state.job = pass.name().to_owned();
        self.pass_json(&mut state, "pass", true);
    }

    fn pass_progress(&self, bytes: u64) {
        let Ok(mut state) = self.state.lock() else { return };
        state.bytes = bytes;
        state.bar.set_position(bytes);
        self.pass_json(&mut state, "pass_progress", false);
    }

    fn pass_done(&self) {
        let Ok(mut state) = self.state.lock() else { return };
        state.bar.finish_and_clear();
        self.pass_json(&mut state, "pass_done", true);
    }

    fn job(&self, name: &str, bytes: Option<u64>) {
        let style = match bytes {
            Some(_) => "{prefix} {wide_bar} {bytes}/{total_bytes}  {msg}  {eta}",
            None => "{prefix} {spinner} {bytes}  {msg}",
        };
        let Ok(mut state) = self.state.lock() else { return };
        self.begin(&mut state, name, bytes, style);
        self.json(&mut state, "job", true);
    }

    fn progress(&self, bytes: u64, records: u64) {
        let Ok(mut state) = self.state.lock() else { return };
        state.bytes = bytes;
        state.records = records;
        state.bar.set_position(bytes);
        let records = utsushi_report::grouped(records);
        state
            .bar
            .set_message(self.lang.pick(&format!("{records} 件"), &format!("{records} records")).to_owned());
        self.json(&mut state, "progress", false);
    }

    fn job_done(&self) {
        let Ok(mut state) = self.state.lock() else { return };
        state.bar.finish_and_clear();
        self.json(&mut state, "job_done", true);
    }
}

/// What is kept, and what is not and why.
fn resumed(found: &Resumed, lang: Lang) -> String {
    let mut text = String::new();
    let (count, names) = (found.kept.len(), found.kept.join(", "));
    if count > 0 {
        text += lang.pick(
            &format!("前の実行が終えた {count} ジョブを使います: {names}\n"),
            &format!("kept from the earlier run: {count} jobs: {names}\n"),
        );
    }
    if let Some((job, why)) = &found.again {
        let why = why.render(lang);
        text += lang.pick(
            &format!("{job} とそれより後のジョブは、もう一度実行します: {why}\n"),
            &format!("{job} and the jobs behind it run again: {why}\n"),
        );
    }
    if text.is_empty() {
        text += lang.pick(
            "再開できるものがないので、初めから実行します\n",
            "there is nothing to resume; everything runs\n",
        );
    }
    text
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Ok(state) = self.state.lock() {
            state.bar.finish_and_clear();
        }
    }
}
