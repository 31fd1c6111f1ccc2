//! `utsushi layout import`.

use super::args::Import;
use crate::{Exit, say};
use std::path::PathBuf;
use utsushi_findings::{Lang, Problem, Problems, did_you_mean, problem};
use utsushi_layout::{Library, Profile, Why, import, lint};
use utsushi_store::{RunFolder, write_small};

pub(super) fn run(arguments: &Import, lang: Lang) -> Result<Exit, Problems> {
    if let Some(name) = &arguments.print_profile {
        return match Profile::text(name) {
            Some(text) => {
                say::out(text);
                Ok(Exit::Yes)
            }
            None => Err(problem!("プロファイル「{name}」はありません", "there is no profile \"{name}\"")
                .suggest(did_you_mean(name, Profile::names()))
                .into()),
        };
    }
    let (Some(name), Some(out)) = (&arguments.standard, &arguments.out) else {
        return Err(problem!("--standard と --out が要ります", "--standard and --out are needed").into());
    };
    let library = match &arguments.layouts {
        Some(folder) => Library::Folder(folder.clone()),
        None => Library::Embedded,
    };
    let from = library.load(&arguments.from)?;
    let profile = Profile::load(&arguments.profile)?;
    let workbooks = expand(&arguments.workbooks)?;
    let wanted = utsushi_layout::Import {
        workbooks: &workbooks,
        profile: &profile,
        name,
        from: (&library, &from),
        business: arguments.business,
    };
    let imported = import(&wanted)?;
    let target = out.join(name);
    if target.exists() {
        return Err(problem!("すでにあります", "is already there")
            .at(&target)
            .help("別の --standard を指定するか、消してください", "choose another --standard, or remove it")
            .into());
    }
    let folder = RunFolder::create(&target, false, "standard.toml")?;
    for (path, text) in &imported.files {
        write_small(&folder, path, text.as_bytes())?;
    }
    folder.finish()?;
    // What was written must load as any other standard does; if not, that is told, and the files stay to be looked at.
    let (_, remarks) = lint(&Library::Folder(out.clone()), name)?;
    let mut incomplete = imported.is_incomplete();
    for remark in &imported.remarks {
        let word = match remark.why {
            Why::NotUnderstood => lang.pick("読めないもの", "not understood"),
            Why::RoleLost => lang.pick("付かない役割", "role without an item"),
            Why::RuleLost => lang.pick("引き継げない規則", "rule not carried over"),
            Why::Guessed => lang.pick("推測", "guessed"),
        };
        say::out(format_args!("{word}: {}\n", remark.said().render(lang)));
    }
    for remark in remarks.iter().filter(|remark| remark.error) {
        incomplete = true;
        say::out(format_args!("{}: {}\n", lang.pick("エラー", "error"), remark.problem.render(lang)));
    }
    let [businesses, files, items, codes] = imported.counts;
    let shown = target.display();
    let out = out.display();
    say::out(lang.pick(
        &format!(
            "{shown} に {businesses} 業務、{files} ファイル、{items} 項目、{codes} コード表を書きました。見るべき所は import.csv にあります。\n使うには: utsushi convert PROJECT --layouts {out} (migration.toml の [standard] name = \"{name}\")\n"
        ),
        &format!(
            "wrote {businesses} businesses, {files} files, {items} items and {codes} code tables to {shown}; import.csv says what to look at\nto use it: utsushi convert PROJECT --layouts {out}, with name = \"{name}\" under [standard]\n"
        ),
    ));
    Ok(if incomplete { Exit::No } else { Exit::Yes })
}

/// Windows shells leave `*.xlsx` to us.
fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Problems> {
    let mut found = Vec::new();
    for path in paths {
        let text = path.to_string_lossy();
        if path.exists() || !text.contains(['*', '?', '[']) {
            found.push(path.clone());
            continue;
        }
        let matches = glob::glob(&text).map_err(|error| {
            Problem::new(
                format!("パターンが読めません ({error})"),
                format!("cannot read the pattern ({error})"),
            )
            .at(path)
        })?;
        let before = found.len();
        found.extend(matches.flatten());
        if found.len() == before {
            return Err(problem!("当てはまるファイルがありません", "no file is like this").at(path).into());
        }
    }
    Ok(found)
}
