//! What is said to somebody who named no project: what a project is, and how to come to one.

use std::fs;
use std::path::Path;
use utsushi_findings::{Problem, problem};

/// Why there is no project at `path`, which is what was typed, or nothing where its `migration.toml` can be opened.
pub(crate) fn no_project(path: &Path) -> Option<Problem> {
    let is_toml = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"));
    if path.is_dir() {
        // What the system does not let us look at is told by whoever reads it.
        if !matches!(path.join("migration.toml").try_exists(), Ok(false)) {
            return None;
        }
        let said = problem!(
            "このフォルダーに migration.toml がありません",
            "migration.toml not found in this folder"
        );
        let help = if is_empty(path) { START } else { HERE };
        return Some(said.at(path).help(help.0, help.1));
    }
    if matches!(path.try_exists(), Ok(false)) {
        let said = problem!("見つかりません", "not found");
        return Some(said.at(path).help(START.0, START.1));
    }
    if is_toml || !path.is_file() {
        return None;
    }
    let said =
        problem!("移行プロジェクト (migration.toml) ではありません", "this is no project (migration.toml)");
    let shown = path.display();
    Some(said.at(path).help(
        format!(
            "旧システムの出力ファイルなら、まず調べてください: utsushi inspect \"{shown}\"\n    {}",
            HERE.0
        ),
        format!(
            "if it is an export of the old system, look at it first: utsushi inspect \"{shown}\"\n    {}",
            HERE.1
        ),
    ))
}

/// For somebody who has nothing yet.
const START: (&str, &str) = (
    "migration.toml のあるフォルダーを指定してください: utsushi convert フォルダー --out out
    はじめての方は、見本の市を作って試せます:
      utsushi synth juki --records 1000 --out city
      utsushi convert city --out city-out",
    "name the folder that holds migration.toml: utsushi convert FOLDER --out out
    to try it, make a city of nobody:
      utsushi synth juki --records 1000 --out city
      utsushi convert city --out city-out",
);

/// The least that a `migration.toml` says; the same in both languages.
macro_rules! least {
    () => {
        r#"
      [municipality]
      code = "990001"            # 全国地方公共団体コード
      name = "架空市"
      [standard]
      name = "chukan-2.7"
      [[job]]
      name = "juki"
      source = "source/juki.toml"
      files = ["input/*.csv"]
      [[job.target]]
      file = "01.resident"
      mapping = "mapping/resident.toml""#
    };
}

/// For somebody who stands before exports without a project.
const HERE: (&str, &str) = (
    concat!(
        "migration.toml のあるフォルダーを指定してください。まだなければ、旧システムの出力ファイルごとに source 定義のたたき台を作り、
      utsushi inspect --toml ファイル > source/juki.toml
    次の migration.toml を置きます (mapping は標準の項目ごとに元の項目を書くもの。見本は utsushi synth juki --out city で作れます):",
        least!()
    ),
    concat!(
        "name the folder that holds migration.toml. Where there is none yet, have a source definition drafted for each export,
      utsushi inspect --toml FILE > source/juki.toml
    and write this migration.toml (a mapping names your field for each standard item; utsushi synth juki --out city makes a model):",
        least!()
    ),
);

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// A job's name as it was meant: typed with full-width letters, or with spaces around it, it is the same name.
pub(crate) fn meant<'a>(typed: &'a str, known: &[&'a str]) -> &'a str {
    if known.contains(&typed) {
        return typed;
    }
    let fold = |name: &str| {
        let mut half = String::new();
        utsushi_text::ascii_to_half_width(name, &mut half);
        half.trim().to_owned()
    };
    let folded = fold(typed);
    known.iter().find(|name| fold(name) == folded).copied().unwrap_or(typed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_findings::Lang;

    #[test]
    fn who_named_no_project_is_told_what_to_do() {
        let root = tempfile::tempdir().unwrap();
        let said = |path: &Path| no_project(path).map(|said| said.render(Lang::Ja)).unwrap_or_default();
        assert!(said(root.path()).contains("utsushi synth juki"), "an empty folder");
        assert!(said(&root.path().join("無い")).contains("見つかりません"));
        let export = root.path().join("住民 一覧.csv");
        fs::write(&export, "1").unwrap();
        assert!(said(root.path()).contains("[[job.target]]"), "a folder of exports");
        assert!(said(&export).contains("utsushi inspect"), "an export");
        fs::write(root.path().join("migration.toml"), "").unwrap();
        assert_eq!(said(root.path()), "");
        assert_eq!(said(&root.path().join("migration.toml")), "");
    }

    #[test]
    fn a_name_in_full_width_is_the_same_name() {
        let known = ["juki", "住基-2"];
        assert_eq!(meant("ｊｕｋｉ", &known), "juki");
        assert_eq!(meant("住基－２　", &known), "住基-2");
        assert_eq!(meant("koseki", &known), "koseki");
    }
}
