//! Figures that the city already reported, filled in by a clerk, against what counting the data gives.

use super::VerifyOptions;
use super::answer::{Answered, of_file};
use super::profile::Profile;
use super::result::ComparedTotal;
use std::sync::Arc;
use utsushi_check::delivery::expected::{Agreement, check};
use utsushi_findings::{Code, Detail, Finding, SET029, SET030};
use utsushi_layout::FileLayout;

/// One line of the clerk's sheet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ExpectedTotal {
    /// `01.resident`.
    pub file: String,
    /// The figure: 人口.
    pub name: String,
    /// 基準日, `YYYYMMDD`; empty where the sheet does not say.
    pub base_date: String,
    /// Values of what it is broken down by; none for the whole figure.
    pub group: Vec<String>,
    /// What was filled in.
    pub figure: String,
    /// Which report it is from.
    pub report: String,
    /// Where it stands in the sheet, for messages.
    pub line: u64,
}

/// A finding about a figure, with the layout of its file.
type Differing = (Option<Arc<FileLayout>>, Finding);

/// All figures beside each other, and what is wrong with them.
pub(super) fn compare(
    options: &VerifyOptions<'_>,
    profile: &Profile,
    layouts: &[Arc<FileLayout>],
    answered: &Answered,
    base_date: Option<&str>,
) -> (Vec<ComparedTotal>, Vec<Differing>) {
    let layout_of = |id: &str| layouts.iter().find(|layout| layout.id() == id);
    let name_of = |id: &str, slug: &str| {
        let item = layout_of(id).and_then(|layout| layout.items.iter().find(|item| item.slug == slug));
        item.map_or(slug, |item| item.name.as_str()).to_owned()
    };
    let mut totals: Vec<ComparedTotal> = Vec::new();
    let mut findings = Vec::new();
    for counted in &answered.totals {
        let line = |group: &[String], rows: u64, sum: &Option<String>| ComparedTotal {
            file: counted.file.clone(),
            name: counted.name.clone(),
            base_date: base_date.map(str::to_owned),
            group_by: counted.group_by.iter().map(|slug| name_of(&counted.file, slug)).collect(),
            group: group.to_vec(),
            sum_of: counted.sum_of.as_ref().map(|slug| name_of(&counted.file, slug)),
            counted: if counted.sum_of.is_some() {
                sum.clone().unwrap_or_default()
            } else {
                rows.to_string()
            },
            state: "not_compared".to_owned(),
            ..ComparedTotal::default()
        };
        totals.push(line(&[], counted.rows, &counted.sum));
        totals.extend(counted.groups.iter().map(|group| line(&group.values, group.rows, &group.sum)));
    }
    for figure in &answered.compared {
        let is_it = |total: &&mut ComparedTotal| {
            total.file == figure.file && total.name == figure.name && total.group == figure.group
        };
        let state = if figure.same { "agrees" } else { "differs" };
        // Lines of sensitive groups cannot be told apart: each is a line of its own.
        match totals.iter_mut().find(is_it).filter(|_| !figure.group.iter().any(|value| value == "＊")) {
            Some(total) => {
                total.delivered = Some(figure.delivered.clone());
                total.state = state.to_owned();
            }
            None => totals.push(ComparedTotal {
                file: figure.file.clone(),
                name: figure.name.clone(),
                base_date: base_date.map(str::to_owned),
                group: figure.group.clone(),
                delivered: Some(figure.delivered.clone()),
                counted: figure.counted.clone(),
                state: state.to_owned(),
                ..ComparedTotal::default()
            }),
        }
    }
    for line in options.expected.iter().filter(|line| !line.figure.trim().is_empty()) {
        let layout = layout_of(&line.file).cloned();
        let shown = match line.group.is_empty() {
            true => format!("{} {}", line.file, line.name),
            false => format!("{} {} {}", line.file, line.name, line.group.join("/")),
        };
        let other_day = !line.base_date.is_empty() && base_date.is_some_and(|day| day != line.base_date);
        let total = totals
            .iter_mut()
            .find(|total| total.file == line.file && total.name == line.name && total.group == line.group);
        let Some(total) = total.filter(|_| !other_day) else {
            let why = if other_day { format!("{shown} {}", line.base_date) } else { shown };
            let text = format!("{}: {why}", line.line);
            findings.push((layout, of_file(Code(&SET030), Detail::Text(text.into()))));
            continue;
        };
        let figure = line.figure.trim().replace([',', '，'], "");
        total.expected = Some(figure.clone());
        total.report = (!line.report.is_empty()).then(|| line.report.clone());
        let tolerance = |a, b, scale| profile.tolerance.allows(a, b, scale);
        let state = match check(&shown, &figure, &total.counted, tolerance) {
            Ok(Agreement::Same) => "agrees",
            Ok(Agreement::Tolerated) => "tolerated",
            Err(fault) => {
                findings.push((layout, of_file(Code(&SET029), Detail::Text(fault.text.into()))));
                "differs"
            }
        };
        if total.state != "differs" {
            total.state = state.to_owned();
        }
    }
    (totals, findings)
}
