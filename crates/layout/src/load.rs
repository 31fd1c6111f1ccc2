//! Reading `layouts/`, from inside the binary or from a folder.

use crate::item_row::{ITEM_COLUMNS, item};
use crate::table::Table;
use crate::{Business, CodeTable, FileLayout, Item, Role, Roles, Rules, Standard};
use include_dir::{Dir, include_dir};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use utsushi_findings::{Problem, Problems, did_you_mean, from_toml, problem};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../layouts");

/// The standards inside the binary.
pub fn standard_names() -> Vec<String> {
    EMBEDDED.dirs().filter_map(|dir| dir.path().to_str().map(str::to_owned)).collect()
}

/// Where layouts are read from.
#[derive(Clone, Debug)]
pub enum Library {
    /// Inside the binary.
    Embedded,
    /// A folder laid out like `layouts/` (`--layouts DIR`).
    Folder(PathBuf),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StandardToml {
    name: String,
    title: String,
    basis: String,
    #[serde(default, rename = "notes")]
    _notes: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LayoutToml {
    number: u32,
    slug: String,
    name: String,
    basis: String,
    #[serde(default)]
    file: Vec<FileToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileToml {
    slug: String,
    name: String,
    #[serde(default)]
    description: String,
    basis: Option<String>,
}

impl Library {
    /// Loads one standard.
    ///
    /// # Errors
    /// An unknown standard, or every mistake in its files with file, line and column.
    pub fn load(&self, standard: &str) -> Result<Standard, Problems> {
        if let Library::Folder(root) = self
            && !root.is_dir()
        {
            let error = match root.exists() {
                true => std::io::ErrorKind::NotADirectory,
                false => std::io::ErrorKind::NotFound,
            };
            return Err(Problem::io(root, &error.into()).into());
        }
        if !self.has(standard) {
            let names = self.names();
            let known = names.join(", ");
            return Err(problem!(
                "標準「{standard}」のレイアウトがありません (あるもの: {known})",
                "there are no layouts of the standard \"{standard}\" (there are: {known})"
            )
            .suggest(did_you_mean(standard, names.iter().map(String::as_str)))
            .into());
        }
        let root = PathBuf::from(standard);
        let path = root.join("standard.toml");
        let head: StandardToml = from_toml(&self.shown(&path), &self.read(&path)?)?;
        let mut problems = Problems::default();
        if head.name != standard {
            let name = &head.name;
            let said = problem!(
                "name「{name}」がフォルダー名「{standard}」と違います",
                "the name \"{name}\" is not that of its folder, \"{standard}\""
            );
            problems.push(said.at(self.shown(&path)));
        }
        // Hundreds of small files, read by as many threads as there are; told of in their order.
        let tables = self.list(&root.join("codes"));
        let tables: Vec<&str> = tables.iter().filter_map(|name| name.strip_suffix(".csv")).collect();
        let read = |table: &&str| self.code_table(&root.join("codes").join(format!("{table}.csv")));
        let entries: Vec<_> = tables.par_iter().map(read).collect();
        let mut codes = BTreeMap::new();
        for (table, entries) in tables.into_iter().zip(entries) {
            if let Some(entries) = problems.take(entries) {
                codes.insert(table.to_owned(), CodeTable::new(table.to_owned(), entries));
            }
        }
        let paths = self.list(&root).into_iter().map(|name| root.join(name).join("layout.toml"));
        let paths: Vec<PathBuf> = paths.filter(|path| self.exists(path)).collect();
        let found: Vec<_> = paths.par_iter().map(|path| self.business(path, &codes)).collect();
        let mut businesses: Vec<Business> =
            found.into_iter().filter_map(|business| problems.take(business)).collect();
        businesses.sort_by_key(|business: &Business| business.number);
        problems.take(self.renames(&root.join("renames.csv"), &mut businesses));
        problems.finish()?;
        self.rules(&root, &mut businesses)?;
        Ok(Standard { name: head.name, title: head.title, basis: head.basis, businesses, codes })
    }

    /// The roles that items may have: `roles.csv` beside the standards; those of the binary where a folder has none.
    ///
    /// # Errors
    /// The table is not of its form.
    pub fn roles(&self) -> Result<Roles, Problems> {
        let path = Path::new("roles.csv");
        if !self.exists(path) {
            return match self {
                Library::Embedded => Ok(Roles::default()),
                Library::Folder(_) => Library::Embedded.roles(),
            };
        }
        let table = Table::read(&self.shown(path), &self.read(path)?, &["role", "name", "sensitive"])?;
        let mut problems = Problems::default();
        let mut roles = BTreeMap::new();
        for row in 0..table.rows.len() {
            let (role, name) = (table.cell(row, 0).to_owned(), table.cell(row, 1).to_owned());
            let sensitive = table.cell(row, 2) == "yes";
            if role.is_empty() || roles.insert(role.clone(), Role { name, sensitive }).is_some() {
                let said = problem!(
                    "役割「{role}」が空か重複しています",
                    "the role \"{role}\" is blank or stands twice"
                );
                problems.push(table.at(row, 0, said));
            }
        }
        problems.finish()?;
        Ok(Roles(roles))
    }

    fn business(&self, path: &Path, codes: &BTreeMap<String, CodeTable>) -> Result<Business, Problems> {
        let toml: LayoutToml = from_toml(&self.shown(path), &self.read(path)?)?;
        let mut problems = Problems::default();
        let mut files = Vec::new();
        for file in toml.file {
            let items = path.with_file_name(format!("{}.csv", file.slug));
            let Some(items) = problems.take(self.items(&items, codes)) else { continue };
            files.push(FileLayout {
                business: toml.number,
                business_slug: toml.slug.clone(),
                slug: file.slug,
                name: file.name,
                description: file.description,
                basis: file.basis.unwrap_or_else(|| toml.basis.clone()),
                items,
                rules: Rules::default(),
                old_names: Vec::new(),
            });
        }
        problems.finish()?;
        Ok(Business { number: toml.number, slug: toml.slug, name: toml.name, files })
    }

    /// Reads the rules of every file, once the items of all are known: a rule may look at another file.
    fn rules(&self, root: &Path, businesses: &mut [Business]) -> Result<(), Problems> {
        let mut problems = Problems::default();
        let found: Vec<Result<Rules, Problems>> = {
            let all: Vec<&FileLayout> = businesses.iter().flat_map(|business| &business.files).collect();
            let files = all.iter().map(|file| (file.id(), file.items.as_slice())).collect();
            let rules = |file: &&FileLayout| {
                let path = root.join(file.folder()).join(format!("{}.rules.toml", file.slug));
                if !self.exists(&path) {
                    return Ok(Rules::default());
                }
                Rules::read(&self.shown(&path), &self.read(&path)?, &file.items, &files)
            };
            all.par_iter().map(rules).collect()
        };
        let found: Vec<Rules> =
            found.into_iter().map(|rules| problems.take(rules).unwrap_or_default()).collect();
        problems.finish()?;
        let files = businesses.iter_mut().flat_map(|business| &mut business.files);
        for (file, rules) in files.zip(found) {
            file.rules = rules;
        }
        Ok(())
    }

    fn items(&self, path: &Path, codes: &BTreeMap<String, CodeTable>) -> Result<Vec<Item>, Problems> {
        let table = Table::read(&self.shown(path), &self.read(path)?, ITEM_COLUMNS)?;
        let mut problems = Problems::default();
        let mut items = Vec::new();
        let mut seen = HashSet::new();
        for row in 0..table.rows.len() {
            if let Some(item) = problems.take(item(&table, row, codes)) {
                for (column, value) in [(1, &item.name), (2, &item.slug)] {
                    if !seen.insert(value.clone()) {
                        problems.push(table.at(
                            row,
                            column,
                            problem!("「{value}」が重複しています", "\"{value}\" stands twice"),
                        ));
                    }
                }
                items.push(item);
            }
        }
        if !items.iter().any(|item| item.key) {
            problems.push(problem!("キー項目がありません", "no item is marked as key").at(&table.path));
        }
        problems.finish()?;
        Ok(items)
    }

    /// `renames.csv`, which `layout import` writes: file, name before, name now.
    fn renames(&self, path: &Path, businesses: &mut [Business]) -> Result<(), Problems> {
        if !self.exists(path) {
            return Ok(());
        }
        let table = Table::read(&self.shown(path), &self.read(path)?, &["file", "old", "new"])?;
        let mut problems = Problems::default();
        for row in 0..table.rows.len() {
            let (id, old, new) = (table.cell(row, 0), table.cell(row, 1), table.cell(row, 2));
            let file =
                businesses.iter_mut().flat_map(|business| &mut business.files).find(|file| file.id() == id);
            match file {
                Some(file) if file.item_index(new).is_some() => {
                    file.old_names.push((old.to_owned(), new.to_owned()))
                }
                _ => {
                    let said =
                        problem!("項目「{new}」は {id} にありません", "there is no item \"{new}\" in {id}");
                    problems.push(table.at(row, 2, said));
                }
            }
        }
        problems.finish()
    }

    fn code_table(&self, path: &Path) -> Result<Vec<(String, String)>, Problems> {
        let table = Table::read(&self.shown(path), &self.read(path)?, &["value", "name", "source"])?;
        let mut problems = Problems::default();
        let mut seen = HashSet::new();
        for row in 0..table.rows.len() {
            let value = table.cell(row, 0);
            if value.is_empty() || !seen.insert(value) {
                let text = problem!(
                    "値「{value}」が空か重複しています",
                    "the value \"{value}\" is blank or stands twice"
                );
                problems.push(table.at(row, 0, text));
            }
        }
        problems.finish()?;
        Ok((0..table.rows.len())
            .map(|row| (table.cell(row, 0).to_owned(), table.cell(row, 1).to_owned()))
            .collect())
    }

    /// The standards there are.
    pub fn names(&self) -> Vec<String> {
        match self {
            Library::Embedded => standard_names(),
            Library::Folder(_) => {
                self.list(Path::new("")).into_iter().filter(|name| self.has(name)).collect()
            }
        }
    }

    fn has(&self, standard: &str) -> bool {
        !standard.is_empty()
            && Path::new(standard).components().count() == 1
            && self.exists(&Path::new(standard).join("standard.toml"))
    }

    pub(crate) fn shown(&self, path: &Path) -> PathBuf {
        match self {
            Library::Embedded => Path::new("layouts").join(path),
            Library::Folder(root) => root.join(path),
        }
    }

    pub(crate) fn exists(&self, path: &Path) -> bool {
        match self {
            Library::Embedded => EMBEDDED.get_file(path).is_some(),
            Library::Folder(root) => root.join(path).is_file(),
        }
    }

    pub(crate) fn read(&self, path: &Path) -> Result<String, Problem> {
        match self {
            Library::Embedded => EMBEDDED
                .get_file(path)
                .and_then(|file| file.contents_utf8())
                .map(str::to_owned)
                .ok_or_else(|| problem!("レイアウトがありません", "no such layout").at(self.shown(path))),
            Library::Folder(root) => {
                let path = root.join(path);
                let bytes = std::fs::read(&path).map_err(|error| Problem::io(&path, &error))?;
                String::from_utf8(bytes).map_err(|error| {
                    let line = error.as_bytes()[..error.utf8_error().valid_up_to()]
                        .iter()
                        .filter(|b| **b == b'\n')
                        .count();
                    problem!("UTF-8 ではありません", "is not UTF-8")
                        .at(&path)
                        .line(line as u64 + 1, None)
                        .help("UTF-8 で保存し直してください", "save it as UTF-8")
                })
            }
        }
    }

    /// Names in a folder, sorted.
    pub(crate) fn list(&self, path: &Path) -> Vec<String> {
        let mut names: Vec<String> = match self {
            Library::Embedded => {
                let dir = if path.as_os_str().is_empty() { Some(&EMBEDDED) } else { EMBEDDED.get_dir(path) };
                dir.into_iter()
                    .flat_map(|dir| dir.entries())
                    .filter_map(|entry| entry.path().file_name()?.to_str().map(str::to_owned))
                    .collect()
            }
            Library::Folder(root) => std::fs::read_dir(root.join(path))
                .into_iter()
                .flatten()
                .flatten()
                .filter_map(|entry| entry.file_name().into_string().ok())
                .collect(),
        };
        names.sort();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_findings::Lang;

    fn folder_with(resident: &str) -> (tempfile::TempDir, Library) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("own");
        std::fs::create_dir_all(root.join("01_juki")).unwrap();
        std::fs::create_dir_all(root.join("codes")).unwrap();
        std::fs::write(root.join("standard.toml"), "name='own'\ntitle='Own'\nbasis='reconstructed'\n")
            .unwrap();
        std::fs::write(
            root.join("01_juki/layout.toml"),
            "number=1\nslug='juki'\nname='住基'\nbasis='own'\n[[file]]\nslug='resident'\nname='住民'\n",
        )
        .unwrap();
        std::fs::write(root.join("codes/sex.csv"), "value,name,source\n1,男,x\n22,女,x\n").unwrap();
        let text = format!("{}\n{resident}", ITEM_COLUMNS.join(","));
        std::fs::write(root.join("01_juki/resident.csv"), text).unwrap();
        let library = Library::Folder(dir.path().to_owned());
        (dir, library)
    }

    #[test]
    fn the_embedded_standard_loads_and_names_its_sources() {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let resident = standard.file("01.resident").unwrap();
        assert_eq!(resident.folder(), "01_juki");
        assert!(resident.items.iter().all(|item| !item.source.is_empty()));
        assert_eq!(resident.item_index("氏名"), resident.item_index("name"));
        assert!(resident.items[resident.role_index("individual_number").unwrap()].sensitive);
    }

    #[test]
    fn an_unknown_standard_is_told_with_the_nearest() {
        let said = Library::Embedded.load("chukan-27").unwrap_err().iter().next().unwrap().render(Lang::En);
        assert!(said.contains("did you mean \"chukan-2.7\""), "{said}");
    }

    #[test]
    fn a_wrong_type_names_file_line_and_column() {
        let (_dir, library) =
            folder_with("1,番号,number,yes,yes,digits,5,,,,,,x,\n2,氏名,name,,,txet,9,,,,,,x,\n");
        let said = library.load("own").unwrap_err().to_string();
        assert!(said.contains("resident.csv:3:13: there is no type \"txet\""), "{said}");
    }

    #[test]
    fn all_mistakes_are_told_together() {
        let (_dir, library) =
            folder_with("1,性別,sex,,maybe,code,1,,,sex,,,x,\n1,性別,Sex,,,code,1,,,sexx,,,,\n");
        let problems = library.load("own").unwrap_err();
        let said = problems.to_string();
        for part in ["maybe", "does not fit 1 digits", "sexx", "slug", "source is blank"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }

    #[test]
    fn a_short_line_is_an_error_with_its_line() {
        let (_dir, library) = folder_with("1,番号,number,yes\n");
        assert!(
            library.load("own").unwrap_err().to_string().contains("resident.csv:2:1: 14 columns expected, 4")
        );
    }
}
