//! `[characters]` of a project: what the receiving side takes, what gaiji are, and what may be reduced.

use crate::characters::Changes;
use crate::project::Reader;
use crate::project_toml::ProjectToml;
use std::path::PathBuf;
use std::sync::Arc;
use utsushi_delivery::{CharacterChange, Characters, GaijiCounts};
use utsushi_findings::{Problem, Problems, did_you_mean, problem};
use utsushi_mapping::{GaijiFile, read_gj_table};
use utsushi_text::gaiji::{Carrier, GaijiStatus, vendor_code};
use utsushi_text::shrink::Relation;
use utsushi_text::{GjTable, Repertoire, is_private_use};

/// What a project says of characters.
#[derive(Debug, Clone)]
pub struct ProjectCharacters {
    /// How values are carried.
    pub carrier: Arc<Carrier>,
    /// The gaiji table as people wrote it, and where it lies.
    pub gaiji: Option<(PathBuf, GaijiFile)>,
    /// The table of GJ glyphs.
    pub gj: Option<Arc<GjTable>>,
}

impl ProjectCharacters {
    pub(crate) fn load(
        toml: &ProjectToml,
        reader: &mut Reader,
        place: &impl Fn(Problem, usize) -> Problem,
    ) -> Result<ProjectCharacters, Problems> {
        let characters = &toml.characters;
        let mut problems = Problems::default();
        let gj = characters.gj.as_ref().and_then(|file| problems.take(gj(toml, file, reader, place)));
        if let (None, Some(version)) = (&characters.gj, &characters.gj_version) {
            let said =
                problem!("gj_version だけがあり、表 gj がありません", "there is gj_version, but no table gj");
            problems.push(place(said, version.span().start));
        }
        let repertoire = problems.take(repertoire(toml, gj.as_ref(), place));
        let mut shrink = Vec::new();
        for name in &characters.shrink {
            let value = name.get_ref();
            match Relation::from_name(value) {
                Some(relation) if shrink.contains(&relation) => {
                    let said = problem!(
                        "縮退の関係「{value}」が二度あります",
                        "the relation \"{value}\" stands twice"
                    );
                    problems.push(place(said, name.span().start));
                }
                Some(relation) => shrink.push(relation),
                None => {
                    let known = Relation::ALL.iter().map(|relation| relation.name());
                    let list = known.clone().collect::<Vec<_>>().join(", ");
                    let said = problem!(
                        "縮退の関係「{value}」はありません (あるもの: {list})",
                        "there is no relation \"{value}\" (there are: {list})"
                    );
                    problems.push(place(said.suggest(did_you_mean(value, known)), name.span().start));
                }
            }
        }
        let gaiji = characters.gaiji.as_ref().and_then(|file| {
            let path = reader.folder.join(file.get_ref());
            let bytes = reader.bytes(&path).map_err(|problem| {
                problem.help(
                    "utsushi gaiji worksheet で、データから外字表を作り始められます",
                    "utsushi gaiji worksheet starts a table from the data",
                )
            });
            let bytes = problems.take(bytes)?;
            let table = problems.take(GaijiFile::from_csv(&path, &bytes, gj.as_deref()))?;
            Some((path, table))
        });
        problems.finish()?;
        let table = gaiji.as_ref().map(|(_, file)| file.table()).unwrap_or_default();
        let repertoire = repertoire.unwrap_or(Repertoire::Cp932);
        Ok(ProjectCharacters { carrier: Arc::new(Carrier { repertoire, gaiji: table, shrink }), gaiji, gj })
    }

    /// How values are carried, where anything could change at all: `None` leaves everything to the check.
    pub(crate) fn active(&self) -> Option<Arc<Carrier>> {
        let Carrier { repertoire, gaiji, shrink } = &*self.carrier;
        let idle = gaiji.is_empty() && shrink.is_empty() && *repertoire == Repertoire::Cp932;
        (!idle).then(|| Arc::clone(&self.carrier))
    }

    pub(crate) fn used(&self, changes: &Changes) -> Characters {
        let table = &self.carrier.gaiji;
        let count = |status| table.of(status) as u64;
        let change =
            |(from, to, kind, count): (&str, &str, utsushi_text::gaiji::ChangeKind, u64)| CharacterChange {
                from: code_points(from),
                vendor_code: from
                    .chars()
                    .next()
                    .filter(|c| is_private_use(*c))
                    .map(vendor_code)
                    .filter(|code| !code.starts_with("U+")),
                to: code_points(to),
                relation: kind.name().to_owned(),
                count,
            };
        Characters {
            repertoire: self.carrier.repertoire.name().to_owned(),
            gj_version: self.gj.as_ref().map(|table| table.version().to_owned()),
            gaiji: self.gaiji.as_ref().map(|_| GaijiCounts {
                identified: count(GaijiStatus::Identified),
                pending: count(GaijiStatus::Pending),
                rejected: count(GaijiStatus::Rejected),
            }),
            shrink: self.carrier.shrink.iter().map(|relation| relation.name().to_owned()).collect(),
            changes: changes.iter().map(change).collect(),
        }
    }
}

/// `U+9089 U+E0119`.
pub(crate) fn code_points(text: &str) -> String {
    text.chars().map(|c| format!("U+{:04X}", c as u32)).collect::<Vec<_>>().join(" ")
}

fn gj(
    toml: &ProjectToml,
    file: &toml::Spanned<String>,
    reader: &mut Reader,
    place: &impl Fn(Problem, usize) -> Problem,
) -> Result<Arc<GjTable>, Problems> {
    let version = toml.characters.gj_version.as_ref().map(|version| version.get_ref().as_str()).unwrap_or("");
    if version.trim().is_empty() {
        let said = problem!(
            "行政事務標準文字の表の版 gj_version がありません",
            "gj_version, the version of the table gj, is missing"
        );
        return Err(place(said, file.span().start).into());
    }
    let path = reader.folder.join(file.get_ref());
    let bytes = reader.bytes(&path)?;
    Ok(Arc::new(read_gj_table(&path, &bytes, version)?))
}

fn repertoire(
    toml: &ProjectToml,
    gj: Option<&Arc<GjTable>>,
    place: &impl Fn(Problem, usize) -> Problem,
) -> Result<Repertoire, Problem> {
    let Some(name) = &toml.characters.repertoire else { return Ok(Repertoire::Cp932) };
    let (value, at) = (name.get_ref(), name.span().start);
    let found = match (value.as_str(), gj) {
        ("mj-plus", Some(table)) => Some(Repertoire::MjPlus(Arc::clone(table))),
        ("mj-plus", None) => {
            let said = problem!(
                "repertoire = \"mj-plus\" には行政事務標準文字の表 gj が要ります",
                "repertoire = \"mj-plus\" needs a table gj"
            )
            .help(
                "[characters] gj に表のファイル、gj_version にその版を書いてください",
                "name its file with [characters] gj, and its version with gj_version",
            );
            return Err(place(said, at));
        }
        _ => Repertoire::from_name(value),
    };
    let Some(found) = found else {
        let known = ["mj", "mj-plus", "jisx0213", "jisx0208", "cp932"];
        let list = known.join(", ");
        let said = problem!(
            "文字の範囲「{value}」はありません (あるもの: {list})",
            "there is no repertoire \"{value}\" (there are: {list})"
        );
        return Err(place(said.suggest(did_you_mean(value, known)), at));
    };
    let encoding = toml.delivery.encoding.as_ref().map(|encoding| encoding.get_ref().as_str());
    if encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case("cp932")) && found != Repertoire::Cp932 {
        let said = problem!(
            "encoding = \"cp932\" と repertoire = \"{value}\" は一緒に使えません",
            "encoding = \"cp932\" cannot stand together with repertoire = \"{value}\""
        )
        .help(
            "CP932 で書けない文字が残ってしまいます。repertoire を cp932 にするか、encoding を utf-8 にしてください",
            "characters that CP932 lacks could not be written; set repertoire to cp932, or encoding to utf-8",
        );
        return Err(place(said, at));
    }
    Ok(found)
}
