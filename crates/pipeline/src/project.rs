//! A migration project, read and compiled.

use crate::first_run::{meant, no_project};
use crate::inputs::{self, Input};
use crate::persons::{PersonItems, SamePersonRules};
use crate::project_characters::ProjectCharacters;
use crate::project_cleanse::ProjectCleanse;
use crate::project_job::JobLoader;
use crate::project_settings::{base_date, delivery, references, treatment};
use crate::project_toml::ProjectToml;
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use utsushi_check::Checker;
use utsushi_cleanse::floor::Floor;
use utsushi_delivery::{CsvFormat, Municipality};
use utsushi_findings::{Lang, Problem, Problems, did_you_mean, from_toml, problem};
use utsushi_layout::{FileLayout, Library, Masking, Standard, Treatment};
use utsushi_legacy::SourceDefinition;
use utsushi_mapping::{Condition, Corrections, Mapper};
use utsushi_store::{Sha256Stream, hex};
use utsushi_text::Charset;
use utsushi_text::gaiji::Carrier;
use utsushi_value::is_municipality_code;

/// A project ready to run.
#[derive(Debug)]
pub struct Project {
    /// Language of the files a run writes.
    pub lang: Lang,
    /// The folder of `migration.toml`; paths in it are relative to this.
    pub folder: PathBuf,
    pub(crate) municipality: Municipality,
    pub(crate) standard: Standard,
    pub(crate) csv: CsvFormat,
    /// 基準日, `YYYYMMDD`.
    pub(crate) base_date: Option<String>,
    pub(crate) treatment: Treatment,
    pub(crate) cleanse: ProjectCleanse,
    /// What it says of characters.
    pub characters: ProjectCharacters,
    /// `migration.toml` and what it names, with digests.
    pub(crate) files: Vec<utsushi_delivery::Input>,
    /// Those of them that every job rests on.
    pub(crate) shared_files: Vec<utsushi_delivery::Input>,
    /// Its jobs, in order.
    pub jobs: Vec<ProjectJob>,
    /// How the same person is looked for, where that is wanted.
    pub(crate) same_person: Option<SamePersonRules>,
}

/// One job of a project.
#[derive(Debug)]
pub struct ProjectJob {
    /// Its name.
    pub name: String,
    /// The files of the project that are read for it alone: source definition, mappings, corrections.
    pub(crate) files: Vec<utsushi_delivery::Input>,
    pub(crate) source: SourceDefinition,
    pub(crate) inputs: Vec<Input>,
    pub(crate) targets: Vec<Target>,
    /// How characters are carried; `None` where nothing could change.
    pub(crate) carrier: Option<Arc<Carrier>>,
    pub(crate) left_behind: Vec<LeftBehind>,
    /// Positions of fields that feed no target.
    pub(crate) unused: Vec<usize>,
}

/// A rule for records that are not migrated.
#[derive(Debug)]
pub(crate) struct LeftBehind {
    pub name: String,
    pub when: Condition,
    pub written: String,
    pub ground: String,
    /// 保存期限 as it is written; empty where the source calls the record deleted.
    pub kept_until: String,
    pub approved_by: String,
    pub approved_on: Option<String>,
    /// Whether it is not a rule of the project, but the source that calls the record deleted.
    pub deleted: bool,
}

/// One standard file that a job feeds.
#[derive(Debug)]
pub(crate) struct Target {
    pub layout: Arc<FileLayout>,
    pub mapper: Mapper,
    pub checker: Checker,
    /// Which items the mapping feeds.
    pub mapped: Vec<bool>,
    /// Only records of this type, by its position in the source definition.
    pub record_type: Option<usize>,
    pub when: Option<Condition>,
    pub each: Option<Each>,
    pub corrections: Corrections,
    /// What the law says of leaving its rows behind.
    pub floor: Option<Floor>,
    /// What of its rows tells who they are about, where the same person is looked for in them.
    pub person: Option<PersonItems>,
    /// The file of the mapping.
    pub mapping_file: PathBuf,
    /// The file they were read from.
    pub corrections_file: Option<PathBuf>,
}

/// A repeating group that gives the rows of a target.
#[derive(Debug)]
pub(crate) struct Each {
    pub name: String,
    pub times: usize,
    /// Its fields' positions in the source definition.
    pub fields: Vec<usize>,
    /// How its bytes are characters: an occurrence of nothing but spaces gives no row.
    pub charset: Charset,
}

impl ProjectJob {
    /// Bytes of its inputs, where all of them are files.
    pub fn bytes(&self) -> Option<u64> {
        self.inputs.iter().map(|input| input.size).sum()
    }
}

impl Project {
    /// Reads the project at `path`: its folder, or its `migration.toml`. Opens every input and reads its header.
    ///
    /// # Errors
    /// Every mistake in the project, each with its place.
    pub fn load(path: &Path, library: &Library, jobs: &[String]) -> Result<Project, Problems> {
        if let Some(problem) = no_project(path) {
            return Err(problem.into());
        }
        let path = match path.is_dir() {
            true => path.join("migration.toml"),
            false => path.to_owned(),
        };
        let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
        let mut reader = Reader { folder: folder.clone(), files: Vec::new() };
        let text = reader.read(&path)?;
        let toml: ProjectToml = from_toml(&path, &text)?;
        let place = |problem: Problem, offset: usize| problem.at(&path).offset(&text, offset);
        let mut problems = Problems::default();
        let lang = match &toml.lang {
            None => Lang::Ja,
            Some(lang) => Lang::from_name(lang.get_ref()).unwrap_or_else(|| {
                problems.push(place(
                    problem!("lang は \"ja\" か \"en\" です", "lang is \"ja\" or \"en\""),
                    lang.span().start,
                ));
                Lang::Ja
            }),
        };
        let code = &toml.municipality.code;
        if is_municipality_code(code.get_ref()).is_err() {
            let value = code.get_ref();
            let said = problem!(
                "全国地方公共団体コード「{value}」が正しくありません (検査数字を含む6桁)",
                "\"{value}\" is no 全国地方公共団体コード (6 digits with the check digit)"
            );
            problems.push(place(said, code.span().start));
        }
        let standard = library.load(toml.standard.name.get_ref());
        let standard = problems.take(standard.map_err(|found| {
            // What is not about a file of the layouts is about the name.
            let at = toml.standard.name.span().start;
            let mut placed = Problems::default();
            for problem in found.iter() {
                placed.push(match problem.place() {
                    Some(_) => problem.clone(),
                    None => place(problem.clone(), at),
                });
            }
            placed
        }));
        let treatment = problems.take(treatment(&toml, &place));
        let characters = problems.take(ProjectCharacters::load(&toml, &mut reader, &place));
        let cleanse = standard.as_ref().map(|standard| ProjectCleanse::load(&toml, standard, &place));
        let cleanse = cleanse.and_then(|cleanse| problems.take(cleanse)).unwrap_or_default();
        let csv = problems.take(delivery(&toml, &place));
        let base_date = problems.take(base_date(&toml, &place)).flatten();
        if toml.job.is_empty() {
            problems.push(problem!("[[job]] が一つもありません", "there is no [[job]]").at(&path));
        }
        let references = problems.take(references(&toml, &mut reader, &place)).unwrap_or_default();
        let known: Vec<&str> = toml.job.iter().map(|job| job.get_ref().name.get_ref().as_str()).collect();
        let jobs: Vec<&str> = jobs.iter().map(|typed| meant(typed, &known)).collect();
        let shared_files = reader.files.clone();
        let mut found = Vec::new();
        let mut names = HashSet::new();
        for job in &toml.job {
            let name = job.get_ref().name.get_ref();
            if !names.insert(name.to_lowercase()) {
                let said = problem!("ジョブ「{name}」が二つあります", "there are two jobs \"{name}\"");
                problems.push(place(said, job.get_ref().name.span().start));
            }
            if !jobs.is_empty() && !jobs.contains(&name.as_str()) {
                continue;
            }
            if let (Some(standard), Some(characters)) = (&standard, &characters) {
                let loader = JobLoader {
                    standard,
                    characters,
                    left_behind: &toml.left_behind,
                    references: &references,
                    base_date: base_date.as_deref(),
                    place: &place,
                };
                found.extend(problems.take(loader.load(job.get_ref(), &mut reader)));
            }
        }
        for rule in &toml.left_behind {
            let name = rule.job.get_ref();
            if !toml.job.iter().any(|job| job.get_ref().name.get_ref() == name) {
                let said = problem!("ジョブ「{name}」はありません", "there is no job \"{name}\"");
                let known = toml.job.iter().map(|job| job.get_ref().name.get_ref().as_str());
                problems.push(place(said.suggest(did_you_mean(name, known)), rule.job.span().start));
            }
        }
        corrections_of_nothing(&toml, &found, &mut problems);
        let same_person =
            problems.take(SamePersonRules::load(&toml, &mut reader, &mut found, &place)).flatten();
        inputs::distinguish(found.iter_mut().flat_map(|job| &mut job.inputs));
        let from_stdin =
            found.iter().flat_map(|job: &ProjectJob| &job.inputs).filter(|input| input.shown == "-").count();
        if from_stdin > 1 {
            let said = problem!(
                "標準入力 \"-\" を読めるジョブは一つだけです",
                "only one job can read standard input, \"-\""
            );
            problems.push(said.at(&path));
        }
        for wanted in jobs {
            if !known.contains(&wanted) {
                let said =
                    problem!("ジョブ「{wanted}」はありません", "there is no job \"{wanted}\"").at(&path);
                let all = known.join(", ");
                let said = said.help(format!("あるのは {all} です"), format!("there are {all}"));
                problems.push(said.suggest(did_you_mean(wanted, known.iter().copied())));
            }
        }
        problems.finish()?;
        let (Some(standard), Some(treatment), Some(csv), Some(characters)) =
            (standard, treatment, csv, characters)
        else {
            return Err(Problems::default());
        };
        let municipality = Municipality { code: code.get_ref().clone(), name: toml.municipality.name };
        reader.files.sort_by(|a, b| a.path.cmp(&b.path));
        reader.files.dedup();
        Ok(Project {
            lang,
            folder,
            municipality,
            standard,
            csv,
            base_date,
            treatment,
            cleanse,
            characters,
            files: reader.files,
            shared_files,
            jobs: found,
            same_person,
        })
    }

    /// What is shown of values: [`Masking::Off`] is `--unmask`.
    pub fn set_masking(&mut self, masking: Masking) {
        self.treatment.masking = masking;
    }
}

/// Corrections of a file that no target of the project has would be lost without a word.
fn corrections_of_nothing(toml: &ProjectToml, jobs: &[ProjectJob], problems: &mut Problems) {
    let targets = toml.job.iter().flat_map(|job| &job.get_ref().target);
    let files: BTreeSet<&str> = targets.map(|target| target.file.get_ref().as_str()).collect();
    let mut told = BTreeSet::new();
    for target in jobs.iter().flat_map(|job| &job.targets) {
        let Some(path) = &target.corrections_file else { continue };
        for file in target.corrections.other_files() {
            if !files.contains(file.as_str()) && told.insert((path, file)) {
                let said = problem!(
                    "訂正のファイル欄「{file}」は、どの [[job.target]] にもありません",
                    "corrections name the file \"{file}\", which no [[job.target]] has"
                );
                problems.push(said.at(path).suggest(did_you_mean(file, files.iter().copied())));
            }
        }
    }
}

/// Reads the project's own files and remembers their digests.
pub(crate) struct Reader {
    pub folder: PathBuf,
    pub files: Vec<utsushi_delivery::Input>,
}

impl Reader {
    pub fn bytes(&mut self, path: &Path) -> Result<Vec<u8>, Problem> {
        if path.is_dir() {
            return Err(Problem::io(path, &std::io::ErrorKind::IsADirectory.into()));
        }
        let bytes = std::fs::read(path).map_err(|error| Problem::io(path, &error))?;
        let mut hash = Sha256Stream::new();
        hash.update(&bytes);
        self.files.push(utsushi_delivery::Input {
            path: inputs::shown(&self.folder, path),
            bytes: bytes.len() as u64,
            sha256: hex(&hash.finish()),
            records: None,
            record_bytes: None,
            framing_bytes: None,
        });
        Ok(bytes)
    }

    pub fn read(&mut self, path: &Path) -> Result<String, Problem> {
        let bytes = self.bytes(path)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
            problem!("UTF-8 ではありません", "is not UTF-8")
                .at(path)
                .line(line, None)
                .help("UTF-8 で保存し直してください", "save it as UTF-8")
        })?;
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }
}
