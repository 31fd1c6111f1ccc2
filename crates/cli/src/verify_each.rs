//! `utsushi verify DIR --each`: the deliveries of many municipalities, one after the other, and one page over them all.

use crate::each_overview::{OVERVIEW, overview, remove_stale};
use crate::verify::{Setting, previous};
use crate::{Exit, say, verify_summary};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use utsushi_findings::{Lang, Problem, Problems, problem};
use utsushi_pipeline::verify::VerifyOutcome;
use utsushi_report::{City, each_html, grouped};
use utsushi_store::{make_folder, write_file};

/// The page over all deliveries.
const PAGE: &str = "index.html";

/// The exit status is the worst: 2 where a delivery could not be verified, 1 where one is not accepted.
pub(crate) fn run(setting: &Setting<'_>, out: &Path) -> Result<Exit, Problems> {
    let (arguments, lang) = (setting.arguments, setting.lang);
    let folder = &arguments.delivery;
    let deliveries = deliveries(folder)?;
    refuse_inside(folder, out)?;
    let page = out.join(PAGE);
    let earlier = [page.clone(), out.join(OVERVIEW)].into_iter().find(|page| page.symlink_metadata().is_ok());
    if let Some(earlier) = earlier.filter(|_| !arguments.overwrite) {
        return Err(problem!("前の一覧がすでにあります", "there is an earlier overview already")
            .at(&earlier)
            .help(
                "--overwrite を付けるか、--out で別のフォルダーを指定してください",
                "add --overwrite, or name another folder with --out",
            )
            .into());
    }
    let mut cities: Vec<City> = Vec::with_capacity(deliveries.len());
    let (mut refused, mut failed) = (false, false);
    for (name, path) in &deliveries {
        match one(setting, name, path, out) {
            Ok((outcome, city)) => {
                refused |= !outcome.accepted;
                cities.push(city);
                if !setting.common.quiet {
                    say::out(line(name, &outcome, lang));
                }
            }
            Err(problems) if setting.cancelled.load(Ordering::Relaxed) => return Err(problems),
            Err(problems) => {
                failed = true;
                say::error(format!("{name}:\n"));
                say::problems(&problems, lang);
                cities
                    .push(City::failed(name, problems.iter().map(|problem| problem.render(lang)).collect()));
            }
        }
    }
    make_folder(out)?;
    remove_stale(out, &cities)?;
    write_file(&page, each_html(&cities, lang).as_bytes(), arguments.overwrite)?;
    write_file(&out.join(OVERVIEW), overview(&cities, lang).as_bytes(), arguments.overwrite)?;
    if !setting.common.quiet {
        let page = page.display();
        say::out(lang.pick(&format!("一覧: {page}\n"), &format!("overview: {page}\n")));
    }
    Ok(match (failed, refused) {
        (true, _) => Exit::CouldNotRun,
        (false, true) => Exit::No,
        _ => Exit::Yes,
    })
}

fn one(
    setting: &Setting<'_>,
    name: &str,
    path: &Path,
    out: &Path,
) -> Result<(VerifyOutcome, City), Problems> {
    let before = match &setting.arguments.previous {
        None => None,
        // A municipality may be here for the first time.
        Some(folder) => match folder.join(name) {
            last if last.join("verification.json").exists() => Some(previous(&last)?),
            _ => None,
        },
    };
    let outcome = setting.verify(path, &out.join(name), before.as_ref())?;
    let city = City::verified(name, name, &outcome.verification, before.as_ref());
    Ok((outcome, city))
}

/// `08220: 受入可  エラー 0  警告 3`.
fn line(name: &str, outcome: &VerifyOutcome, lang: Lang) -> String {
    let result = &outcome.verification;
    let (errors, warnings) = (grouped(result.findings.error), grouped(result.findings.warning));
    let verdict = verify_summary::verdict(result.verdict.decision, lang);
    lang.pick(
        &format!("{name}: {verdict}  エラー {errors}  警告 {warnings}\n"),
        &format!("{name}: {verdict}  errors {errors}  warnings {warnings}\n"),
    )
    .to_owned()
}

/// Folders and zips in `folder` by name, each with the name of its result.
fn deliveries(folder: &Path) -> Result<Vec<(String, PathBuf)>, Problem> {
    let entries = std::fs::read_dir(folder).map_err(|error| Problem::io(folder, &error))?;
    let mut found: Vec<(String, PathBuf)> = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| Problem::io(folder, &error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_zip = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"));
        if !name.starts_with('.') && (path.is_dir() || is_zip) {
            found.push((name, path));
        }
    }
    found.sort();
    let mut taken: HashSet<String> = HashSet::new();
    for (name, path) in &mut found {
        // A zip is named as if it were unpacked, unless a folder has that name.
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let shown = if path.is_dir() || path.with_extension("").is_dir() { name.clone() } else { stem };
        *name = match taken.insert(shown.to_lowercase()) {
            true => shown,
            false => name.clone(),
        };
        taken.insert(name.to_lowercase());
    }
    if found.is_empty() {
        return Err(problem!("納品物 (フォルダーか zip) がありません", "there is no delivery: no folder and no zip")
            .at(folder)
            .help(
                "--each には、団体ごとのフォルダーか zip が入ったフォルダーを指定してください。一つの納品物なら --each を付けません",
                "--each takes a folder with a folder or a zip for each municipality; leave it away for one delivery",
            ));
    }
    Ok(found)
}

/// A result among the deliveries would be a delivery the next time.
fn refuse_inside(folder: &Path, out: &Path) -> Result<(), Problem> {
    let whole =
        |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or(path.to_owned());
    match whole(out).starts_with(whole(folder)) {
        false => Ok(()),
        true => Err(problem!(
            "納品物のフォルダーの中には書けません",
            "the result cannot be written among the deliveries"
        )
        .at(out)
        .help("--out で別の場所を指定してください", "name another place with --out")),
    }
}
