//! What `migration.toml` settles for every job: what a finding does, how files are delivered, as of which day, and the
//! reference tables.

use crate::project::Reader;
use crate::project_toml::ProjectToml;
use std::collections::HashSet;
use utsushi_delivery::CsvFormat;
use utsushi_findings::{Policy, Problem, Problems, did_you_mean, problem};
use utsushi_layout::{Treatment, Unmapped};
use utsushi_mapping::{Reference, References};
use utsushi_text::{Charset, OutputEncoding};
use utsushi_value::PartialDate;

pub(crate) fn treatment(
    toml: &ProjectToml,
    place: &impl Fn(Problem, usize) -> Problem,
) -> Result<Treatment, Problems> {
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
    Ok(Treatment { policy, unmapped, ..Treatment::default() })
}

pub(crate) fn delivery(
    toml: &ProjectToml,
    place: &impl Fn(Problem, usize) -> Problem,
) -> Result<CsvFormat, Problem> {
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

/// A day written as `YYYY-MM-DD`, as `YYYYMMDD`.
pub(crate) fn whole_day(value: &str) -> Option<String> {
    let dashed = value.len() == 10
        && value
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    let compact = value.replace('-', "");
    let day = PartialDate::parse_compact(&compact).ok()?;
    (dashed && day.is_complete()).then_some(compact)
}

/// 基準日, as `YYYYMMDD`: a whole day.
pub(crate) fn base_date(
    toml: &ProjectToml,
    place: &impl Fn(Problem, usize) -> Problem,
) -> Result<Option<String>, Problem> {
    let Some(written) = &toml.delivery.base_date else { return Ok(None) };
    let value = written.get_ref();
    match whole_day(value) {
        Some(day) => Ok(Some(day)),
        None => Err(place(
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

pub(crate) fn references(
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
