//! The characters that the receiving side takes.

use std::sync::Arc;
use utsushi_delivery::read::{Delivery, declared_path};
use utsushi_findings::{Problem, Problems, problem};
use utsushi_mapping::read_gj_table;
use utsushi_text::Repertoire;

/// What is taken, and what could not be looked at.
pub(super) struct Taken {
    pub repertoire: Repertoire,
    /// A repertoire that the delivery names and whose table nobody gave: its own characters are told as if they were not
    /// taken.
    pub without_table: Option<String>,
}

/// As `delivery.toml` says, else as the run's manifest says, else MJ.
///
/// # Errors
/// There is no such repertoire, or the table of 行政事務標準文字 is missing or wrong.
pub(super) fn taken(delivery: &Delivery) -> Result<Taken, Problems> {
    let path = declared_path(delivery);
    let declared = delivery.declared.characters.as_ref();
    let of_run = delivery.manifest.as_ref().map(|manifest| &manifest.characters);
    let said = declared.and_then(|declared| declared.repertoire.as_deref());
    let name = said.or(of_run.map(|of_run| of_run.repertoire.as_str())).unwrap_or("mj");
    let table = match declared.and_then(|declared| declared.gj.as_ref()) {
        None => None,
        Some(_) if !name.eq_ignore_ascii_case("mj-plus") => {
            let said = problem!(
                "表 gj は repertoire = \"mj-plus\" のときだけ使います",
                "the table gj goes with repertoire = \"mj-plus\" only"
            );
            return Err(said.at(&path).into());
        }
        Some(file) => {
            let version = declared.and_then(|declared| declared.gj_version.as_deref());
            let version = version.or(of_run.and_then(|of_run| of_run.gj_version.as_deref()));
            let Some(version) = version.filter(|version| !version.trim().is_empty()) else {
                let said = problem!(
                    "行政事務標準文字の表の版 gj_version がありません",
                    "gj_version, the version of the table gj, is missing"
                );
                return Err(said.at(&path).into());
            };
            let file = path.parent().unwrap_or(&delivery.path).join(file);
            let bytes = std::fs::read(&file).map_err(|error| Problem::io(&file, &error))?;
            Some(Arc::new(read_gj_table(&file, &bytes, version)?))
        }
    };
    if name.eq_ignore_ascii_case("mj-plus") {
        return Ok(match table {
            Some(table) => Taken { repertoire: Repertoire::MjPlus(table), without_table: None },
            None => Taken { repertoire: Repertoire::Mj, without_table: Some("mj-plus".to_owned()) },
        });
    }
    match Repertoire::from_name(name) {
        Some(repertoire) => Ok(Taken { repertoire, without_table: None }),
        None => Err(problem!("文字の範囲「{name}」はありません", "there is no repertoire \"{name}\"")
            .at(&path)
            .help(
                "[characters] repertoire は mj・mj-plus・jisx0213・jisx0208・cp932 のどれかです",
                "[characters] repertoire is mj, mj-plus, jisx0213, jisx0208 or cp932",
            )
            .into()),
    }
}
