//! A migration project, read and compiled.

use crate::first_run::{meant, no_project};
use crate::inputs::{self, Input};
use crate::persons::{PersonItems, SamePersonRules};
use crate::project_characters::ProjectCharacters;
use crate::project_toml::{JobToml, LeftBehindToml, ProjectToml, TargetToml};
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;
use utsushi_check::Checker;
use utsushi_delivery::{CsvFormat, Municipality};
use utsushi_findings::{Lang, Policy, Problem, Problems, did_you_mean, from_toml, problem};
use utsushi_layout::{FileLayout, Library, Masking, Standard, Treatment, Unmapped};
use utsushi_legacy::SourceDefinition;
use utsushi_mapping::{Condition, Corrections, Mapper, Reference, References};
use utsushi_store::{Sha256Stream, hex};
use utsushi_text::gaiji::Carrier;
use utsushi_text::{Charset, OutputEncoding};
use utsushi_value::{PartialDate, is_municipality_code};

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
    /// What it says of characters.
    pub characters: ProjectCharacters,
    /// `migration.toml` and what it names, with digests.
    pub(crate) files: Vec<utsushi_delivery::Input>,
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
    pub approved_by: String,
    pub approved_on: Option<String>,
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
    /// What of its rows tells who they are about, where the same person is looked for in them.
    pub person: Option<PersonItems>,
    /// The file of the mapping.
    pub mapping_file: PathBuf,
    /// The file they were read from.
    corrections_file: Option<PathBuf>,
}

/// A repeating group that gives the rows of a target.
#[derive(Debug)]
pub(crate) struct Each {
    pub name: String,
    pub times: usize,
    /// Its fields' positions in the source definition.
    pub fields: Vec<usize>,
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
        let csv = problems.take(delivery(&toml, &place));
        let base_date = problems.take(base_date(&toml, &place)).flatten();
        if toml.job.is_empty() {
            problems.push(problem!("[[job]] が一つもありません", "there is no [[job]]").at(&path));
        }
        let references = problems.take(references(&toml, &mut reader, &place)).unwrap_or_default();
        let known: Vec<&str> = toml.job.iter().map(|job| job.get_ref().name.get_ref().as_str()).collect();
        let jobs: Vec<&str> = jobs.iter().map(|typed| meant(typed, &known)).collect();
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
            characters,
            files: reader.files,
            jobs: found,
            same_person,
        })
    }

    /// What is shown of values: [`Masking::Off`] is `--unmask`.
    pub fn set_masking(&mut self, masking: Masking) {
        self.treatment.masking = masking;
    }
}

fn treatment(toml: &ProjectToml, place: &impl Fn(Problem, usize) -> Problem) -> Result<Treatment, Problems> {
    let mut problems = Problems::default();
    let mut policy = Policy::default();
    for (code, disposition) in &toml.policy {
        let set = policy.set(code.get_ref(), disposition.get_ref());
        problems.take(set.map_err(|problem| place(problem, code.span().start)));
    }
    let mut unmapped = Unmapped::default();
    if let Some(name) = &toml.characters.unmapped {
        match Unmapped::from_name(name.get_ref()) {
            Some(found) => unmapped = found,
            None => {
                let said = problem!(
                    "unmapped は blank・geta・keep・reject のどれかです",
                    "unmapped must be blank, geta, keep or reject"
                );
                let nearest = did_you_mean(name.get_ref(), ["blank", "geta", "keep", "reject"]);
                problems.push(place(said.suggest(nearest), name.span().start));
            }
        }
    }
    problems.finish()?;
    Ok(Treatment { policy, unmapped, masking: Masking::On })
}

fn delivery(toml: &ProjectToml, place: &impl Fn(Problem, usize) -> Problem) -> Result<CsvFormat, Problem> {
    let Some(name) = &toml.delivery.encoding else { return Ok(CsvFormat { encoding: OutputEncoding::Utf8 }) };
    let value = name.get_ref();
    let Some(encoding) = OutputEncoding::from_name(value) else {
        let known: Vec<&str> = OutputEncoding::ALL.iter().map(|encoding| encoding.name()).collect();
        let list = known.join(", ");
        let said = problem!(
            "出力の文字コード「{value}」はありません (あるもの: {list})",
            "there is no output encoding \"{value}\" (there are: {list})"
        );
        return Err(place(said.suggest(did_you_mean(value, known)), name.span().start));
    };
    let kept = toml.characters.unmapped.as_ref().is_some_and(|unmapped| unmapped.get_ref() == "keep");
    let kept =
        kept || toml.policy.iter().any(|(code, what)| code.get_ref() == "CHR005" && what.get_ref() == "keep");
    if encoding == OutputEncoding::Cp932 && kept {
        let said = problem!(
            "encoding = \"cp932\" と、文字を残す指定 (unmapped や CHR005 の \"keep\") は一緒に使えません",
            "encoding = \"cp932\" cannot stand together with keeping characters (unmapped or CHR005 = \"keep\")"
        )
        .help(
            "CP932 で書けない文字が残ってしまいます。unmapped を blank・geta・reject のどれかにしてください",
            "characters that CP932 lacks could not be written; set unmapped to blank, geta or reject",
        );
        return Err(place(said, name.span().start));
    }
    Ok(CsvFormat { encoding })
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

/// 基準日, as `YYYYMMDD`: a whole day.
fn base_date(
    toml: &ProjectToml,
    place: &impl Fn(Problem, usize) -> Problem,
) -> Result<Option<String>, Problem> {
    let Some(written) = &toml.delivery.base_date else { return Ok(None) };
    let value = written.get_ref();
    let dashed = value.len() == 10
        && value
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    let compact = value.replace('-', "");
    match PartialDate::parse_compact(&compact) {
        Ok(day) if dashed && day.is_complete() => Ok(Some(compact)),
        _ => Err(place(
            problem!("base_date「{value}」は日付として読めません", "base_date \"{value}\" is not a date")
                .help(
                    "基準日を \"2026-03-31\" のように書いてください",
                    "write the day as of which the data is delivered, such as \"2026-03-31\"",
                ),
            written.span().start,
        )),
    }
}

/// The most that reference tables may take of the memory: they are held whole.
const REFERENCES_MAX: usize = 96 << 20;

fn references(
    toml: &ProjectToml,
    reader: &mut Reader,
    place: &impl Fn(Problem, usize) -> Problem,
) -> Result<References, Problems> {
    let mut problems = Problems::default();
    let mut references = References::new();
    let mut names = HashSet::new();
    for table in &toml.reference {
        let name = table.name.get_ref();
        if !names.insert(name) {
            let said = problem!("参照表「{name}」が二つあります", "there are two references \"{name}\"");
            problems.push(place(said, table.name.span().start));
        }
        let charset = match &table.charset {
            None => Charset::Cp932,
            Some(name) => match Charset::from_name(name.get_ref()) {
                Some(charset) => charset,
                None => {
                    let value = name.get_ref();
                    let said =
                        problem!("文字コード「{value}」はありません", "there is no charset \"{value}\"");
                    let nearest = did_you_mean(value, Charset::ALL.iter().map(|charset| charset.name()));
                    problems.push(place(said.suggest(nearest), name.span().start));
                    continue;
                }
            },
        };
        let path = reader.folder.join(table.file.get_ref());
        let bytes = reader.bytes(&path).map_err(Problems::from);
        let read = bytes.and_then(|bytes| Reference::from_csv(&path, &bytes, charset));
        if let Some(reference) = problems.take(read) {
            references.add(table.name.get_ref().clone(), reference);
        }
        if references.bytes() > REFERENCES_MAX {
            let said = problem!(
                "参照表が大きすぎます (合わせて 96MiB まで)",
                "the reference tables are too large (96 MiB together)"
            );
            problems.push(place(said, table.name.span().start));
        }
    }
    problems.finish()?;
    Ok(references)
}

/// Reads the project's own files and remembers their digests.
pub(crate) struct Reader {
    pub folder: PathBuf,
    files: Vec<utsushi_delivery::Input>,
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

    fn read(&mut self, path: &Path) -> Result<String, Problem> {
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

struct JobLoader<'a, P: Fn(Problem, usize) -> Problem> {
    standard: &'a Standard,
    characters: &'a ProjectCharacters,
    left_behind: &'a [LeftBehindToml],
    references: &'a References,
    base_date: Option<&'a str>,
    place: &'a P,
}

impl<P: Fn(Problem, usize) -> Problem> JobLoader<'_, P> {
    fn load(&self, toml: &JobToml, reader: &mut Reader) -> Result<ProjectJob, Problems> {
        let place = self.place;
        let mut problems = Problems::default();
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
                    approved_by: String::new(),
                    approved_on: None,
                },
            );
        }
        problems.finish()?;
        let mut unused: Vec<usize> = (0..source.fields.len()).collect();
        for target in &targets {
            let rest = target.mapper.unused_fields(source.fields.len());
            unused.retain(|field| rest.contains(field));
        }
        // A field that decides where a record goes has been of use.
        unused.retain(|field| !source.tells_type(*field));
        let conditions = targets.iter().filter_map(|target| target.when.as_ref());
        for when in conditions.chain(left_behind.iter().map(|rule| &rule.when)) {
            unused.retain(|field| !when.fields().any(|used| used == *field));
        }
        let inputs = inputs.unwrap_or_default();
        let carrier = self.characters.active();
        Ok(ProjectJob { name: name.clone(), source, inputs, targets, carrier, left_behind, unused })
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
            let condition = Condition::compile(rule.when.get_ref(), source);
            let condition = condition.map_err(|problem| (self.place)(problem, rule.when.span().start));
            if let Some(when) = problems.take(condition) {
                rules.push(LeftBehind {
                    name: rule.name.clone(),
                    when,
                    written: rule.when.get_ref().clone(),
                    ground: rule.ground.get_ref().clone(),
                    approved_by: rule.approved_by.get_ref().clone(),
                    approved_on: rule.approved_on.clone(),
                });
            }
        }
        problems.finish()?;
        Ok(rules)
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
