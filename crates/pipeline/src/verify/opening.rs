//! What is settled before a file is checked: the delivery, the standard it follows, the profile, the characters that are taken.

use super::VerifyOptions;
use super::profile::Profile;
use super::repertoire::{Taken, taken};
use std::path::Path;
use std::sync::Arc;
use utsushi_delivery::read::Delivery;
use utsushi_findings::{Problem, Problems, problem};
use utsushi_layout::{FileLayout, Library, Standard};

/// A delivery, opened but not read.
pub(super) struct Opened {
    pub delivery: Delivery,
    pub standard: Standard,
    pub layouts: Vec<Arc<FileLayout>>,
    pub profile: Profile,
    pub taken: Taken,
    pub base_date: Option<String>,
}

impl Opened {
    /// Opens it, and refuses what cannot be meant.
    pub fn new(options: &VerifyOptions<'_>) -> Result<Opened, Problems> {
        let delivery = Delivery::open(&options.delivery)?;
        let standard = standard_of(options.standard.as_deref(), &delivery, options.library)?;
        let mut profile = match &options.profile {
            None => Profile::default(),
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| Problem::io(path, &error))?;
                Profile::read(path, &text, &standard)?
            }
        };
        if let Some(sample) = options.sample {
            profile.turn_off(&sample.codes_off());
        }
        let taken = taken(&delivery)?;
        let base_date = options
            .base_date
            .clone()
            .or_else(|| delivery.declared.base_date.clone())
            .or_else(|| delivery.manifest.as_ref().and_then(|manifest| manifest.base_date.clone()));
        refuse_inside(&options.out, &options.delivery)?;
        let mut layouts = layouts_of(&standard);
        if let Some(sample) = options.sample {
            layouts = layouts.into_iter().map(|layout| sample.trimmed(layout)).collect();
        }
        unknown_layouts(&delivery, &layouts)?;
        Ok(Opened { delivery, standard, layouts, profile, taken, base_date })
    }
}

/// The standard that a delivery follows: as it was named, as it says itself, or 中間標準レイアウト V2.7.
pub(crate) fn standard_of(
    named: Option<&str>,
    delivery: &Delivery,
    library: &Library,
) -> Result<Standard, Problems> {
    let manifest = delivery.manifest.as_ref().map(|manifest| manifest.standard.name.as_str());
    let name = named.or(delivery.declared.standard.as_deref()).or(manifest).unwrap_or("chukan-2.7");
    library.load(name)
}

/// The layouts of a standard.
pub(crate) fn layouts_of(standard: &Standard) -> Vec<Arc<FileLayout>> {
    standard.files().cloned().map(Arc::new).collect()
}

/// The result must not become a part of what is verified.
pub(crate) fn refuse_inside(out: &Path, delivery: &Path) -> Result<(), Problem> {
    let Ok(inside) = delivery.canonicalize() else { return Ok(()) };
    let mut place = std::path::absolute(out).map_err(|error| Problem::io(out, &error))?;
    let mut above = Vec::new();
    while place.canonicalize().is_err() {
        above.extend(place.file_name().map(ToOwned::to_owned));
        if !place.pop() {
            break;
        }
    }
    let place = place.canonicalize().unwrap_or(place);
    if place.starts_with(&inside) || (above.is_empty() && inside.starts_with(&place)) {
        return Err(problem!(
            "結果の出力先が納品物の中か上にあります",
            "the folder of the result lies inside or above the delivery"
        )
        .at(out)
        .help("--out で別のフォルダーを指定してください", "name another folder with --out"));
    }
    Ok(())
}

/// `delivery.toml` names layouts of another standard.
pub(crate) fn unknown_layouts(delivery: &Delivery, layouts: &[Arc<FileLayout>]) -> Result<(), Problems> {
    let mut problems = Problems::default();
    for file in &delivery.declared.files {
        if !layouts.iter().any(|layout| layout.id() == file.layout) {
            let id = &file.layout;
            let known: Vec<String> = layouts.iter().map(|layout| layout.id()).collect();
            let nearest = utsushi_findings::did_you_mean(id, known.iter().map(String::as_str));
            let said =
                problem!("移行ファイル「{id}」は標準にありません", "the standard has no file \"{id}\"");
            problems.push(said.at(utsushi_delivery::read::DECLARED).suggest(nearest));
        }
    }
    problems.finish()
}
