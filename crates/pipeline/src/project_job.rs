//! One `[[job]]` of a project, compiled: its source, its inputs, its targets and what is left behind.

use crate::inputs;
use crate::project::{Each, LeftBehind, ProjectJob, Reader, Target};
use crate::project_characters::ProjectCharacters;
use crate::project_settings::whole_day;
use crate::project_toml::{JobToml, LeftBehindToml, TargetToml};
use std::path::PathBuf;
use std::sync::Arc;
use toml::Spanned;
use utsushi_check::Checker;
use utsushi_cleanse::floor::Floor;
use utsushi_findings::{Problem, Problems, did_you_mean, problem};
use utsushi_layout::{FileLayout, Standard};
use utsushi_legacy::SourceDefinition;
use utsushi_mapping::{Condition, Corrections, Mapper, References};

/// Compiles the jobs of one project.
pub(crate) struct JobLoader<'a, P: Fn(Problem, usize) -> Problem> {
    pub standard: &'a Standard,
    pub characters: &'a ProjectCharacters,
    pub left_behind: &'a [LeftBehindToml],
    pub references: &'a References,
    pub base_date: Option<&'a str>,
    pub place: &'a P,
}

impl<P: Fn(Problem, usize) -> Problem> JobLoader<'_, P> {
    pub fn load(&self, toml: &JobToml, reader: &mut Reader) -> Result<ProjectJob, Problems> {
        let place = self.place;
        let mut problems = Problems::default();
        let files_before = reader.files.len();
        let name = toml.name.get_ref();
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || name.len() > 64 || !name.chars().all(plain) || name == "rejects" {
            let said = problem!(
                "ジョブ名「{name}」は英数字と - _ で書きます (rejects は使えません)",
                "the job name \"{name}\" must be ASCII letters, digits, - and _ (and not \"rejects\")"
            );
            problems.push(place(said, toml.name.span().start));
        }
        let at_source = |problem: Problem| match problem.place() {
            Some(_) => problem,
            None => place(problem, toml.source.span().start),
        };
        let path = reader.folder.join(toml.source.get_ref());
        let source = match reader.read(&path).map_err(at_source) {
            Ok(text) => problems.take(SourceDefinition::from_toml(&path, &text)),
            Err(problem) => problems.take::<SourceDefinition, _>(Err(problem)),
        };
        let files = problems.take(self.files(toml, reader));
        let mut targets: Vec<Target> = Vec::new();
        if toml.target.is_empty() {
            let said = problem!(
                "ジョブ「{name}」に [[job.target]] がありません",
                "the job \"{name}\" has no [[job.target]]"
            );
            problems.push(place(said, toml.name.span().start));
        }
        for target in &toml.target {
            let Some(source) = &source else { break };
            let Some(found) = problems.take(self.target(target, source, reader)) else { continue };
            if targets.iter().any(|other| other.layout.id() == found.layout.id()) {
                let file = target.file.get_ref();
                let said = problem!("一つのジョブに {file} が二度あります", "the job feeds {file} twice");
                problems.push(place(said, target.file.span().start));
            }
            targets.push(found);
        }
        let (Some(source), Some(files)) = (source, files) else { return Err(problems) };
        let inputs = problems.take(inputs::open(&files, &reader.folder, &source));
        let mut left_behind = problems.take(self.left_behind(name, &source)).unwrap_or_default();
        if let Some(flag) = &source.deleted {
            let field = &source.fields[flag.field].name;
            let values: Vec<String> = flag.values.iter().map(|value| format!("\"{value}\"")).collect();
            // Before any rule: a row that the old system deleted is no record of anybody.
            left_behind.insert(
                0,
                LeftBehind {
                    name: "論理削除".to_owned(),
                    when: Condition::one_of(flag.field, &flag.values, &source),
                    written: format!("{field} in [{}]", values.join(", ")),
                    ground: "旧システムの削除フラグ (source: deleted)".to_owned(),
                    kept_until: String::new(),
                    approved_by: String::new(),
                    approved_on: None,
                    deleted: true,
                },
            );
        }
        problems.finish()?;
        let unused = unused(&source, &targets, &left_behind);
        let inputs = inputs.unwrap_or_default();
        let carrier = self.characters.active();
        Ok(ProjectJob {
            name: name.clone(),
            files: reader.files[files_before..].to_vec(),
            source,
            inputs,
            targets,
            carrier,
            left_behind,
            unused,
        })
    }

    fn left_behind(&self, job: &str, source: &SourceDefinition) -> Result<Vec<LeftBehind>, Problems> {
        let mut problems = Problems::default();
        let mut rules = Vec::new();
        for rule in self.left_behind.iter().filter(|rule| rule.job.get_ref() == job) {
            for (text, name) in [(&rule.ground, "ground"), (&rule.approved_by, "approved_by")] {
                if text.get_ref().trim().is_empty() {
                    let said = problem!(
                        "移行対象外の規則には {name} (根拠・承認者) が要ります",
                        "a rule that leaves records behind needs {name}"
                    );
                    problems.push((self.place)(said, text.span().start));
                }
            }
            problems.take(self.kept_until(&rule.kept_until));
            let condition = Condition::compile(rule.when.get_ref(), source);
            let condition = condition.map_err(|problem| (self.place)(problem, rule.when.span().start));
            if let Some(when) = problems.take(condition) {
                rules.push(LeftBehind {
                    name: rule.name.clone(),
                    when,
                    written: rule.when.get_ref().clone(),
                    ground: rule.ground.get_ref().clone(),
                    kept_until: rule.kept_until.get_ref().clone(),
                    approved_by: rule.approved_by.get_ref().clone(),
                    approved_on: rule.approved_on.clone(),
                    deleted: false,
                });
            }
        }
        problems.finish()?;
        Ok(rules)
    }

    /// 保存期限: a day that has passed, or `none`.
    fn kept_until(&self, written: &Spanned<String>) -> Result<(), Problem> {
        let value = written.get_ref();
        if value == "none" {
            return Ok(());
        }
        let at = |problem: Problem| (self.place)(problem, written.span().start);
        let Some(day) = whole_day(value) else {
            return Err(at(problem!(
                "kept_until「{value}」は日付でも none でもありません",
                "kept_until \"{value}\" is neither a date nor none"
            )
            .help(
                "保存期限を \"2025-03-31\" のように書いてください。テストデータのように保存期限のないものは \"none\" です",
                "write the day until which the records had to be kept, such as \"2025-03-31\", or \"none\" for what never had to be kept, such as test data",
            )));
        };
        match self.base_date {
            Some(base_date) if day.as_str() >= base_date => Err(at(problem!(
                "保存期限 {value} がまだ過ぎていないので、移行対象外にできません",
                "records that must be kept until {value} cannot be left behind yet"
            )
            .help(
                "保存期限は [delivery] base_date (基準日) より前でなければなりません",
                "the day must lie before [delivery] base_date",
            ))),
            _ => Ok(()),
        }
    }

    fn files(&self, toml: &JobToml, reader: &Reader) -> Result<Vec<PathBuf>, Problems> {
        let mut problems = Problems::default();
        let mut files: Vec<PathBuf> = Vec::new();
        if toml.files.is_empty() {
            let name = toml.name.get_ref();
            let said = problem!("ジョブ「{name}」の files が空です", "files of the job \"{name}\" is empty");
            problems.push((self.place)(said, toml.name.span().start));
        }
        for pattern in &toml.files {
            let at = pattern.span().start;
            match inputs::expand(pattern.get_ref(), &reader.folder) {
                Ok(found) => {
                    for file in found {
                        if files.contains(&file) {
                            let shown = file.display();
                            let said = problem!("{shown} が二度読まれます", "{shown} would be read twice");
                            problems.push((self.place)(said, at));
                        } else {
                            files.push(file);
                        }
                    }
                }
                Err(problem) => problems.push((self.place)(problem, at)),
            }
        }
        problems.finish()?;
        Ok(files)
    }

    fn target(
        &self,
        toml: &TargetToml,
        source: &SourceDefinition,
        reader: &mut Reader,
    ) -> Result<Target, Problems> {
        let place = self.place;
        let mut problems = Problems::default();
        let id = toml.file.get_ref();
        let Some(layout) = self.standard.file(id) else {
            let standard = &self.standard.name;
            let said =
                problem!("{standard} に移行ファイル「{id}」はありません", "{standard} has no file \"{id}\"");
            let known: Vec<String> = self.standard.files().map(FileLayout::id).collect();
            let nearest = did_you_mean(id, known.iter().map(String::as_str));
            return Err(place(said.suggest(nearest), toml.file.span().start).into());
        };
        let when = toml.when.as_ref().and_then(|when: &Spanned<String>| {
            let condition = Condition::compile(when.get_ref(), source);
            problems.take(condition.map_err(|problem| place(problem, when.span().start)))
        });
        let record_type = toml.record.as_ref().and_then(|name| {
            let known = source.record_types().iter().map(String::as_str);
            self.named(name, source.record_type_index(name.get_ref()), known, &mut problems)
        });
        let each = toml.each.as_ref().and_then(|name| {
            let known = source.groups().iter().map(|group| group.name.as_str());
            self.named(name, source.group_index(name.get_ref()), known, &mut problems)
        });
        let path = reader.folder.join(toml.mapping.get_ref());
        let mapper = match reader.read(&path) {
            Ok(text) => {
                let mapper =
                    Mapper::compile_with(&path, &text, source, self.standard, layout, self.references);
                problems.take(mapper)
            }
            Err(problem) => problems.take::<Mapper, _>(Err(problem)),
        };
        let corrections = match &toml.corrections {
            Some(file) => {
                let path = reader.folder.join(file.get_ref());
                match reader.bytes(&path) {
                    Ok(bytes) => problems.take(Corrections::from_csv(&path, &bytes, layout)),
                    Err(problem) => problems.take::<Corrections, _>(Err(problem)),
                }
            }
            None => Some(Corrections::default()),
        };
        problems.finish()?;
        let layout = Arc::new(layout.clone());
        let (Some(mapper), Some(corrections)) = (mapper, corrections) else {
            return Err(Problems::default());
        };
        let mapped = mapper.mapped();
        let floor = Floor::of(&layout, self.base_date);
        let checker = Checker::new(
            self.standard,
            Arc::clone(&layout),
            self.characters.carrier.repertoire.clone(),
            &mapped,
            self.base_date,
        );
        let mapper = match each {
            Some(group) => mapper.for_each(group),
            None => mapper,
        };
        let each = each.and_then(|group| source.groups().get(group)).map(|group| Each {
            name: group.name.clone(),
            times: group.times,
            fields: group.fields.clone(),
            charset: source.charset,
        });
        let corrections_file = toml.corrections.as_ref().map(|file| reader.folder.join(file.get_ref()));
        Ok(Target {
            layout,
            mapper,
            checker,
            mapped,
            record_type,
            when,
            each,
            corrections,
            floor,
            person: None,
            mapping_file: path,
            corrections_file,
        })
    }

    /// Reports a name that the source definition does not have.
    fn named<'n>(
        &self,
        name: &Spanned<String>,
        found: Option<usize>,
        known: impl Iterator<Item = &'n str>,
        problems: &mut Problems,
    ) -> Option<usize> {
        if found.is_none() {
            let text = name.get_ref();
            let said = problem!("source に「{text}」はありません", "the source definition has no \"{text}\"");
            problems.push((self.place)(said.suggest(did_you_mean(text, known)), name.span().start));
        }
        found
    }
}

/// Positions of the fields that feed nothing and decide nothing, each piece of data under one name: in CSV the columns
/// of a group are also its occurrences. They are named one by one where some are of use, else by the group's field.
fn unused(source: &SourceDefinition, targets: &[Target], left_behind: &[LeftBehind]) -> Vec<usize> {
    let count = source.fields.len();
    // A field that decides where a record goes has been of use.
    let mut used: Vec<bool> = (0..count).map(|field| source.tells_type(field)).collect();
    for target in targets {
        let rest = target.mapper.unused_fields(count);
        (0..count).filter(|field| !rest.contains(field)).for_each(|field| used[field] = true);
    }
    let conditions = targets.iter().filter_map(|target| target.when.as_ref());
    for when in conditions.chain(left_behind.iter().map(|rule| &rule.when)) {
        when.fields().for_each(|field| used[field] = true);
    }
    for field in 0..count {
        if used[field] {
            source.columns_of(field).for_each(|column| used[column] = true);
        }
    }
    let mut named = used.clone();
    for field in (0..count).filter(|field| !used[*field]) {
        match source.columns_of(field).any(|column| used[column]) {
            true => named[field] = true,
            false => source.columns_of(field).for_each(|column| named[column] = true),
        }
    }
    (0..count).filter(|field| !named[*field]).collect()
}
