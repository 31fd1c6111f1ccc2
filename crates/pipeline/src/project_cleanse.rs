//! `[cleanse]` of `migration.toml`: what is looked for and removed.

use crate::project_toml::ProjectToml;
use std::collections::BTreeMap;
use utsushi_cleanse::duplicates::DuplicatePolicy;
use utsushi_findings::{Problem, Problems, did_you_mean, problem};
use utsushi_layout::{FileLayout, Standard};

/// What a project says of duplicates.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProjectCleanse {
    /// For files that are not named.
    otherwise: DuplicatePolicy,
    /// By standard file.
    files: BTreeMap<String, DuplicatePolicy>,
}

impl ProjectCleanse {
    /// # Errors
    /// Every mistake, each with its place: unknown policies and items, files that no target of the project has.
    pub fn load(
        toml: &ProjectToml,
        standard: &Standard,
        place: &impl Fn(Problem, usize) -> Problem,
    ) -> Result<ProjectCleanse, Problems> {
        let mut problems = Problems::default();
        let mut cleanse = ProjectCleanse::default();
        if let Some(written) = &toml.cleanse.duplicates {
            cleanse.otherwise = match written.get_ref().as_str() {
                "exact" => DuplicatePolicy::Exact,
                "off" => DuplicatePolicy::Off,
                other => {
                    let said = problem!(
                        "[cleanse] duplicates は exact か off です",
                        "[cleanse] duplicates is exact or off"
                    )
                    .suggest(did_you_mean(other, ["exact", "off"]))
                    .help(
                        "同じキーで内容の違う行の方針は、ファイルごとに [cleanse.files] に書きます",
                        "what becomes of rows with one key and different values stands in [cleanse.files], file by file",
                    );
                    problems.push(place(said, written.span().start));
                    DuplicatePolicy::Exact
                }
            };
        }
        let fed = || {
            toml.job.iter().flat_map(|job| &job.get_ref().target).map(|target| target.file.get_ref().as_str())
        };
        for (file, written) in &toml.cleanse.files {
            let (id, at) = (file.get_ref(), file.span().start);
            let Some(layout) = standard.file(id).filter(|_| fed().any(|fed| fed == id)) else {
                let said = problem!(
                    "[cleanse.files] の「{id}」は、どの [[job.target]] にもありません",
                    "[cleanse.files] names \"{id}\", which no [[job.target]] has"
                );
                problems.push(place(said.suggest(did_you_mean(id, fed())), at));
                continue;
            };
            let policy = DuplicatePolicy::parse(written.get_ref(), layout);
            let policy = policy.map_err(|problem| place(problem, written.span().start));
            let Some(policy) = problems.take(policy) else { continue };
            if !has_key(layout) && policy != DuplicatePolicy::Off {
                let said = problem!(
                    "{id} にはキー項目がないので、重複は分かりません",
                    "{id} has no key item, so that no row of it is a duplicate"
                );
                problems.push(place(said, at));
            }
            cleanse.files.insert(id.clone(), policy);
        }
        problems.finish()?;
        Ok(cleanse)
    }

    /// What becomes of rows of a file that share their key.
    pub fn policy(&self, layout: &FileLayout) -> DuplicatePolicy {
        match self.files.get(&layout.id()) {
            _ if !has_key(layout) => DuplicatePolicy::Off,
            Some(policy) => *policy,
            None => self.otherwise,
        }
    }
}

fn has_key(layout: &FileLayout) -> bool {
    layout.items.iter().any(|item| item.key)
}
