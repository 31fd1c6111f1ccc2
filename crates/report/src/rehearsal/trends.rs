//! How errors, time and remaining characters went from one rehearsal to the next.

use super::chart::{Figures, Part, columns, largest};
use super::words;
use crate::page::parts::section;
use maud::{Markup, html};
use std::collections::BTreeSet;
use utsushi_delivery::rehearsal::{FoundThere, Rehearsal};
use utsushi_findings::Lang;

/// The newest rehearsals that are drawn; the list has all of them.
pub(super) const DRAWN: usize = 24;

pub(super) fn trends(entries: &[Rehearsal], lang: Lang) -> Markup {
    let drawn = &entries[entries.len().saturating_sub(DRAWN)..];
    let labels: Vec<String> = drawn.iter().map(label).collect();
    let chart = |id: &str, title: utsushi_findings::Both, parts: Vec<Part>, figures: Figures| {
        let parts = largest(parts, words::OTHERS.get(lang));
        html! { @if !parts.is_empty() { (columns(id, title.get(lang), &labels, &parts, figures, lang)) } }
    };
    section(
        "trends",
        words::TRENDS,
        lang,
        html! {
            @if drawn.iter().any(|entry| entry.sample.is_some()) { p.rule { (words::SAMPLES_SMALL.get(lang)) } }
            (chart("errors", words::ERRORS_BY_CODE, errors(drawn, &|entry| &entry.conversion), Figures::Counts))
            (chart("delivery-errors", words::DELIVERY_BY_CODE, errors(drawn, &|entry| &entry.delivery.found), Figures::Counts))
            (chart("characters", words::CHARACTERS_LEFT, characters(drawn, lang), Figures::Counts))
            (chart("time", words::TIME_BY_JOB, time(drawn, lang), Figures::Seconds))
            (chart("stages", words::TIME_BY_STAGE, stages(drawn), Figures::Seconds))
        },
    )
}

/// `3`, or `3 (5%)`.
pub(super) fn label(entry: &Rehearsal) -> String {
    match &entry.sample {
        None => entry.number.to_string(),
        Some(sample) => format!("{} ({})", entry.number, words::share_text(sample.millionths)),
    }
}

fn part(name: &str, entries: &[Rehearsal], value: impl Fn(&Rehearsal) -> f64) -> Part {
    Part { name: name.to_owned(), values: entries.iter().map(value).collect() }
}

/// Errors by code. A chart without any is none.
fn errors(entries: &[Rehearsal], of: &dyn Fn(&Rehearsal) -> &FoundThere) -> Vec<Part> {
    let groups = entries.iter().flat_map(|entry| &of(entry).groups);
    let codes: BTreeSet<&str> =
        groups.filter(|group| group.severity == "error").map(|group| group.code.as_str()).collect();
    let count = |entry: &Rehearsal, code: &str| {
        let groups = of(entry).groups.iter().filter(|group| group.severity == "error" && group.code == code);
        groups.map(|group| group.count).sum::<u64>() as f64
    };
    codes.iter().map(|code| part(code, entries, |entry| count(entry, code))).collect()
}

fn characters(entries: &[Rehearsal], lang: Lang) -> Vec<Part> {
    let kinds = [words::OPEN_GAIJI, words::REJECTED_GAIJI, words::OUTSIDE];
    let value = |entry: &Rehearsal, kind: usize| {
        let uses =
            entry.characters.as_ref().map(|there| [there.open, there.rejected, there.outside][kind].uses);
        uses.unwrap_or(0) as f64
    };
    let parts = kinds.iter().enumerate();
    let parts = parts.map(|(at, kind)| part(kind.get(lang), entries, |entry| value(entry, at)));
    parts.filter(|part| part.values.iter().any(|value| *value > 0.0)).collect()
}

fn time(entries: &[Rehearsal], lang: Lang) -> Vec<Part> {
    let names: BTreeSet<&str> =
        entries.iter().flat_map(|entry| &entry.jobs).map(|job| job.name.as_str()).collect();
    let of = |entry: &Rehearsal, name: &str| {
        entry.jobs.iter().filter(|job| job.name == name).map(|job| job.seconds).sum::<f64>()
    };
    let mut parts: Vec<Part> =
        names.iter().map(|name| part(name, entries, |entry| of(entry, name))).collect();
    let besides = |entry: &Rehearsal| {
        (entry.seconds.convert - entry.jobs.iter().map(|job| job.seconds).sum::<f64>()).max(0.0)
    };
    parts.push(part(words::BESIDES.get(lang), entries, besides));
    parts.push(part(words::VERIFYING.get(lang), entries, |entry| entry.seconds.verify));
    parts
}

fn stages(entries: &[Rehearsal]) -> Vec<Part> {
    let of = |entry: &Rehearsal, stage: &str| {
        let jobs = entry.jobs.iter().filter_map(|job| job.stages.get(stage)).sum::<f64>();
        entry.stages.get(stage).copied().unwrap_or(jobs)
    };
    let names: BTreeSet<&str> = entries
        .iter()
        .flat_map(|entry| entry.stages.keys().chain(entry.jobs.iter().flat_map(|job| job.stages.keys())))
        .map(String::as_str)
        .collect();
    names.iter().map(|name| part(name, entries, |entry| of(entry, name))).collect()
}
