//! `overview.json` of `verify --each`: what `index.html` shows, for programs; and which results an earlier run left.

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use utsushi_findings::{Lang, Problem};
use utsushi_report::{City, CityBusiness, CityResult};

/// Its name.
pub(crate) const OVERVIEW: &str = "overview.json";

/// What a folder must have to be the result of a verification.
const RESULT: &str = "verification.json";

/// The overview of all of `cities`, in their order.
pub(crate) fn overview(cities: &[City], lang: Lang) -> String {
    let all: Vec<Value> = cities.iter().map(city).collect();
    let made = json!({
        "utsushi": { "version": env!("CARGO_PKG_VERSION"), "overview": 1 },
        "lang": lang.name(),
        "deliveries": all,
    });
    serde_json::to_string_pretty(&made).unwrap_or_default() + "\n"
}

fn city(city: &City) -> Value {
    let mut told = json!({ "name": city.name, "municipality": city.municipality });
    match &city.result {
        CityResult::Failed(why) => told["not_verified"] = json!(why),
        CityResult::Verified {
            decision,
            since,
            files,
            missing,
            rows,
            counts,
            businesses,
            sha256,
            folder,
        } => {
            told["decision"] = json!(decision);
            told["folder"] = json!(folder);
            told["sha256"] = json!(sha256);
            told["files"] = json!({ "there": files, "missing": missing });
            told["rows"] = json!(rows);
            told["findings"] = json!(counts);
            told["businesses"] = businesses.iter().map(business).collect();
            if let Some((before, changes)) = since {
                told["previous"] = json!({
                    "decision": before,
                    "kinds_of_findings": {
                        "new": changes.new,
                        "worse": changes.worse,
                        "same": changes.same,
                        "better": changes.better,
                        "gone": changes.gone,
                    },
                });
            }
        }
    }
    told
}

fn business(business: &CityBusiness) -> Value {
    let CityBusiness { number, name, decision, counts } = business;
    json!({ "number": number, "name": name, "decision": decision, "findings": counts })
}

/// Removes results that an earlier run wrote into `out` and that nothing of this run has replaced: a municipality that is
/// no longer there, or could not be verified this time, must not look as if it had been. Only what the earlier overview
/// names, and what is the folder of a result, is touched.
///
/// # Errors
/// The system refuses to remove one.
pub(crate) fn remove_stale(out: &Path, verified: &[City]) -> Result<(), Problem> {
    let Ok(text) = fs::read(out.join(OVERVIEW)) else { return Ok(()) };
    let earlier: Value = serde_json::from_slice(&text).unwrap_or_default();
    let deliveries = earlier["deliveries"].as_array().map(Vec::as_slice).unwrap_or_default();
    let folders = deliveries.iter().filter_map(|delivery| delivery["folder"].as_str());
    let is_new = |name: &str| {
        verified
            .iter()
            .any(|city| matches!(&city.result, CityResult::Verified { folder, .. } if folder == name))
    };
    for name in folders.filter(|name| !is_new(name)) {
        // A name and nothing else: an overview that somebody changed must not lead elsewhere.
        let plain = Path::new(name).components().count() == 1 && !name.starts_with('.');
        let folder = out.join(name);
        let is_result = fs::symlink_metadata(&folder).is_ok_and(|there| there.is_dir());
        if plain && is_result && folder.join(RESULT).is_file() {
            fs::remove_dir_all(&folder).map_err(|error| Problem::io(&folder, &error))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_results_that_the_last_overview_names_are_removed() {
        let root = tempfile::tempdir().unwrap();
        let out = root.path().join("out");
        let folder = |name: &str, result: bool| {
            let folder = out.join(name);
            fs::create_dir_all(&folder).unwrap();
            if result {
                fs::write(folder.join(RESULT), "{}").unwrap();
            }
            folder
        };
        let (gone, mine, other) = (folder("010006", true), folder("020001", false), folder("030007", true));
        let outside = folder("../outside", true);
        let named = ["010006", "020001", "../outside", "..", ""].map(|name| json!({ "folder": name }));
        fs::write(out.join(OVERVIEW), json!({ "deliveries": named }).to_string()).unwrap();
        remove_stale(&out, &[]).unwrap();
        assert!(!gone.exists() && mine.exists() && other.exists() && outside.exists());
    }
}
