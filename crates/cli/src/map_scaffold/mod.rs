//! `utsushi map scaffold`.

mod args;

pub(crate) use args::MapScaffold;

use crate::args::Common;
use crate::convert::library;
use crate::{Exit, say};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use utsushi_findings::{Lang, Problem, Problems, did_you_mean, problem};
use utsushi_layout::{FileLayout, Standard};
use utsushi_legacy::SourceDefinition;
use utsushi_scaffold::{Choices, Profiles, Scaffold, Sure};
use utsushi_store::write_file;

/// A source definition of more bytes than this is none.
const DEFINITION_MAX: u64 = 16 << 20;

pub(crate) fn run(arguments: &MapScaffold, common: &Common, lang: Lang) -> Exit {
    scaffold(arguments, common, lang).unwrap_or_else(|problems| {
        say::problems(&problems, lang);
        Exit::CouldNotRun
    })
}

fn scaffold(arguments: &MapScaffold, common: &Common, lang: Lang) -> Result<Exit, Problems> {
    let source = definition(&arguments.source)?;
    let standard = library(&arguments.layouts).load(&arguments.standard)?;
    let targets = targets(arguments, &standard)?;
    let several = arguments.all.is_some() || targets.len() > 1;
    if several && arguments.out.is_none() {
        return Err(problem!(
            "標準のファイルが複数のときは --out にフォルダーを指定してください",
            "several standard files need a folder: --out DIR"
        )
        .into());
    }
    let choices = choices(arguments, &source)?;
    let profiles = match &arguments.sample {
        Some(path) => Some(profiles(path, &source)?),
        None => None,
    };
    let name = arguments.source.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let made: Vec<Scaffold<'_>> = targets
        .iter()
        .map(|layout| Scaffold::new(&standard, layout, &source, profiles.as_ref(), &choices, lang))
        .collect();
    // Of a whole business only what this source may be for.
    let (kept, left): (Vec<_>, Vec<_>) = targets
        .iter()
        .zip(made)
        .partition(|(_, scaffold)| arguments.all.is_none() || scaffold.is_plausible());
    let Some(out) = &arguments.out else {
        kept.iter().for_each(|(_, scaffold)| say::out(scaffold.to_toml(&name)));
        return Ok(exit(&kept));
    };
    let paths = paths(out, several, &kept);
    if !arguments.overwrite {
        // Told before anything is written.
        for path in paths.iter().filter(|path| path.symlink_metadata().is_ok()) {
            write_file(path, b"", false)?;
        }
    }
    if several && !kept.is_empty() {
        fs::create_dir_all(out).map_err(|error| Problem::io(out, &error))?;
    }
    for ((_, scaffold), path) in kept.iter().zip(&paths) {
        write_file(path, scaffold.to_toml(&name).as_bytes(), arguments.overwrite)?;
    }
    if !common.quiet {
        say::out(summary(&kept, &paths, left.len(), lang));
    }
    Ok(exit(&kept))
}

fn exit(kept: &[(&&FileLayout, Scaffold<'_>)]) -> Exit {
    let whole = !kept.is_empty() && kept.iter().all(|(_, scaffold)| scaffold.is_whole());
    if whole { Exit::Yes } else { Exit::No }
}

fn definition(path: &Path) -> Result<SourceDefinition, Problems> {
    let io = |error| Problem::io(path, &error);
    if fs::metadata(path).map_err(io)?.len() > DEFINITION_MAX {
        return Err(problem!("source 定義が大きすぎます", "the source definition is too large")
            .at(path)
            .into());
    }
    let bytes = fs::read(path).map_err(io)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        problem!("UTF-8 で書かれていません", "is not written in UTF-8")
            .at(path)
            .help("SOURCE は source/*.toml です", "SOURCE is a source/*.toml")
    })?;
    SourceDefinition::from_toml(path, text.strip_prefix('\u{FEFF}').unwrap_or(&text))
}

fn profiles(path: &Path, source: &SourceDefinition) -> Result<Profiles, Problem> {
    let file = File::open(path).map_err(|error| Problem::io(path, &error))?;
    Profiles::read(file, source).map_err(|problem| problem.at(path))
}

fn targets<'a>(arguments: &MapScaffold, standard: &'a Standard) -> Result<Vec<&'a FileLayout>, Problems> {
    if let Some(wanted) = &arguments.all {
        let number = wanted.parse().ok();
        let found = standard.businesses.iter().find(|business| {
            business.slug == *wanted || business.name == *wanted || Some(business.number) == number
        });
        let names = || standard.businesses.iter().flat_map(|business| [&business.slug, &business.name]);
        let business = found.ok_or_else(|| {
            problem!("業務「{wanted}」はありません", "there is no business \"{wanted}\"")
                .help("utsushi layout list で一覧が出ます", "utsushi layout list lists them")
                .suggest(did_you_mean(wanted, names().map(String::as_str)))
        })?;
        return Ok(business.files.iter().collect());
    }
    let mut problems = Problems::default();
    let mut found: Vec<&FileLayout> = Vec::new();
    for wanted in &arguments.targets {
        match standard.files().find(|file| file.id() == *wanted || file.name == *wanted) {
            // Named twice is meant once.
            Some(file) if found.iter().any(|known| known.id() == file.id()) => {}
            Some(file) => found.push(file),
            None => {
                let known: Vec<String> = standard.files().map(FileLayout::id).collect();
                problems.push(
                    problem!("ファイル「{wanted}」はありません", "there is no file \"{wanted}\"")
                        .help("utsushi layout list で一覧が出ます", "utsushi layout list lists them")
                        .suggest(did_you_mean(wanted, known.iter().map(String::as_str))),
                );
            }
        }
    }
    problems.finish()?;
    Ok(found)
}

fn choices(arguments: &MapScaffold, source: &SourceDefinition) -> Result<Choices, Problem> {
    let mut choices = Choices::default();
    if let Some(name) = &arguments.record {
        choices.record = Some(source.record_type_index(name).ok_or_else(|| {
            let known = source.record_types().iter().map(String::as_str);
            problem!(
                "source 定義にレコード種別「{name}」はありません",
                "the source has no record type \"{name}\""
            )
            .suggest(did_you_mean(name, known))
            .at(&arguments.source)
        })?);
    }
    if let Some(name) = &arguments.each {
        choices.each = Some(source.group_index(name).ok_or_else(|| {
            let known = source.groups().iter().map(|group| group.name.as_str());
            problem!("source 定義に繰り返しの組「{name}」はありません", "the source has no group \"{name}\"")
                .suggest(did_you_mean(name, known))
                .at(&arguments.source)
        })?);
    }
    Ok(choices)
}

/// `<slug>.toml`, with the business where two have the same slug.
fn paths(out: &Path, several: bool, kept: &[(&&FileLayout, Scaffold<'_>)]) -> Vec<PathBuf> {
    if !several {
        return vec![out.to_owned()];
    }
    let mut slugs: BTreeMap<&str, usize> = BTreeMap::new();
    kept.iter().for_each(|(layout, _)| *slugs.entry(&layout.slug).or_default() += 1);
    let name = |layout: &FileLayout| match slugs[layout.slug.as_str()] {
        1 => format!("{}.toml", layout.slug),
        _ => format!("{}.toml", layout.id()),
    };
    kept.iter().map(|(layout, _)| out.join(name(layout))).collect()
}

fn summary(kept: &[(&&FileLayout, Scaffold<'_>)], paths: &[PathBuf], left: usize, lang: Lang) -> String {
    let mut text = String::new();
    for ((layout, scaffold), path) in kept.iter().zip(paths) {
        let (id, name, all) = (layout.id(), &layout.name, layout.items.len());
        let (found, needed, path) = (scaffold.pairs.len(), scaffold.needed_open(), path.display());
        let sure = scaffold.pairs.iter().filter(|pair| pair.sure() == Sure::Sure).count();
        let _ = match lang {
            Lang::Ja => writeln!(
                text,
                "{id} {name}: {all} 項目のうち {found} に対応 (確か {sure})、キー・必須の TODO {needed}。{path} を書きました"
            ),
            Lang::En => writeln!(
                text,
                "{id} {name}: {found} of {all} items have a field ({sure} sure), {needed} needed ones are TODO; wrote {path}"
            ),
        };
    }
    if left > 0 {
        let _ = match lang {
            Lang::Ja => writeln!(text, "この source から作れそうにないファイル: {left}"),
            Lang::En => writeln!(text, "{left} files that this source is hardly for"),
        };
    }
    text
}
