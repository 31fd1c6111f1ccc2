//! What loading a standard does not mind, and people should: `utsushi layout check`.

use crate::{FileLayout, Item, ItemType, Library, Roles, Standard};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use utsushi_findings::{Problem, Problems, did_you_mean, problem};

/// One remark on a standard.
#[derive(Debug)]
pub struct Remark {
    /// An error makes the check fail; a warning asks for a look.
    pub error: bool,
    /// What, where, and what to do.
    pub problem: Problem,
}

/// Reads the standard and looks at everything in it.
///
/// # Errors
/// It cannot be loaded: those problems must be put right first.
pub fn lint(library: &Library, standard: &str) -> Result<(Standard, Vec<Remark>), Problems> {
    let loaded = library.load(standard)?;
    let roles = library.roles()?;
    let mut lint = Lint { library, standard: &loaded, roles: &roles, remarks: Vec::new() };
    lint.businesses();
    lint.strays();
    loaded.files().for_each(|file| lint.file(file));
    lint.roles_over_files();
    lint.unused_code_tables();
    let remarks = lint.remarks;
    Ok((loaded, remarks))
}

struct Lint<'a> {
    library: &'a Library,
    standard: &'a Standard,
    roles: &'a Roles,
    remarks: Vec<Remark>,
}

impl Lint<'_> {
    fn error(&mut self, problem: Problem) {
        self.remarks.push(Remark { error: true, problem });
    }

    fn warning(&mut self, problem: Problem) {
        self.remarks.push(Remark { error: false, problem });
    }

    fn path(&self, file: &FileLayout) -> PathBuf {
        self.library.shown(&self.relative(file))
    }

    fn relative(&self, file: &FileLayout) -> PathBuf {
        PathBuf::from(&self.standard.name).join(file.folder()).join(format!("{}.csv", file.slug))
    }

    /// Numbers and slugs of businesses and files are unlike, and folders are called after them.
    fn businesses(&mut self) {
        let (mut numbers, mut ids) = (BTreeSet::new(), BTreeSet::new());
        for business in &self.standard.businesses {
            let path = PathBuf::from(&self.standard.name).join(business.folder()).join("layout.toml");
            let number = business.number;
            if !numbers.insert(number) {
                let said =
                    problem!("業務番号 {number} が二つあります", "two businesses have the number {number}");
                self.error(said.at(self.library.shown(&path)));
            }
            if !self.library.exists(&path) {
                let folder = business.folder();
                self.error(
                    problem!(
                        "業務「{}」のフォルダー名が番号・slug と合いません",
                        "the folder of the business {} is not called after its number and slug",
                        business.slug
                    )
                    .at(self.library.shown(&PathBuf::from(&self.standard.name)))
                    .help(format!("{folder} に改めてください"), format!("call it {folder}")),
                );
            }
            for file in &business.files {
                if !ids.insert(file.id()) {
                    let id = file.id();
                    let said = problem!("ファイル {id} が二つあります", "there are two files {id}");
                    self.error(said.at(self.library.shown(&path)));
                }
            }
        }
    }

    /// Files that no `layout.toml` names are read by nobody.
    fn strays(&mut self) {
        let root = PathBuf::from(&self.standard.name);
        for business in &self.standard.businesses {
            let folder = root.join(business.folder());
            for name in self.library.list(&folder) {
                let slug = name.strip_suffix(".rules.toml").or_else(|| name.strip_suffix(".csv"));
                let known = match slug {
                    Some(slug) => business.files.iter().any(|file| file.slug == slug),
                    None => name == "layout.toml",
                };
                if !known {
                    let said = problem!(
                        "layout.toml にないファイルです",
                        "no [[file]] of layout.toml names this file"
                    );
                    self.error(
                        said.at(self.library.shown(&folder.join(&name))).help(
                            "[[file]] に加えるか、消してください",
                            "add a [[file]] for it, or remove it",
                        ),
                    );
                }
            }
        }
    }

    fn file(&mut self, file: &FileLayout) {
        let mut names = BTreeSet::new();
        for total in &file.rules.totals {
            if !names.insert(&total.name) {
                let name = &total.name;
                let said =
                    problem!("検算値「{name}」が二つあります", "two control totals are called \"{name}\"");
                let path = self.path(file).with_extension("rules.toml");
                self.error(said.at(path));
            }
        }
        let mut roles = BTreeMap::new();
        let mut last = 0;
        for (index, item) in file.items.iter().enumerate() {
            if item.number <= last {
                let number = item.number;
                self.item_error(
                    file,
                    index,
                    problem!(
                        "項番 {number} が前の行より大きくありません",
                        "the number {number} does not follow the one before"
                    ),
                );
            }
            last = item.number;
            self.shape(file, index, item);
            let Some(role) = &item.role else { continue };
            if let Some(first) = roles.insert(role.clone(), &item.name) {
                self.item_error(
                    file,
                    index,
                    problem!(
                        "役割「{role}」は項目「{first}」にもあります",
                        "the role \"{role}\" is also that of the item {first}"
                    )
                    .help("役割は一ファイルに一度だけです", "a role stands once in a file"),
                );
            }
            match self.roles.get(role) {
                None => {
                    let said = problem!(
                        "役割「{role}」は roles.csv にありません",
                        "the role \"{role}\" is not in roles.csv"
                    );
                    let nearest = did_you_mean(role, self.roles.names());
                    self.item_error(file, index, said.suggest(nearest));
                }
                Some(known) if known.sensitive && !item.sensitive => {
                    let name = &known.name;
                    self.item_error(
                        file,
                        index,
                        problem!(
                            "{name}の項目に sensitive = yes がありません",
                            "an item that is {role} must be marked sensitive"
                        ),
                    );
                }
                Some(_) => {}
            }
        }
    }

    /// Whether the declared size can hold what the type says.
    fn shape(&mut self, file: &FileLayout, index: usize, item: &Item) {
        let digits = item.digits;
        let said = match item.kind {
            ItemType::Date if digits != 8 => {
                problem!("日付は 8 桁です ({digits} 桁とあります)", "a date has 8 digits, not {digits}")
            }
            ItemType::Integer if digits > 18 => {
                problem!(
                    "整数は 18 桁までです ({digits} 桁とあります)",
                    "an integer has at most 18 digits, not {digits}"
                )
            }
            ItemType::Decimal if digits <= u32::from(item.decimals) || digits > 38 => {
                problem!(
                    "小数の桁数 {digits} が小数部に対して合いません",
                    "{digits} digits do not fit the decimals"
                )
            }
            kind if kind != ItemType::Decimal && item.decimals > 0 => {
                problem!("小数部の桁数は decimal にだけ書けます", "only a decimal has decimals")
            }
            _ => match item.bytes {
                Some(bytes) if bytes < digits => {
                    problem!(
                        "{bytes} バイトに {digits} 文字は入りません",
                        "{digits} characters do not fit {bytes} bytes"
                    )
                }
                _ => return,
            },
        };
        self.item_error(file, index, said);
    }

    /// A role means the same in every file: its items have one type.
    fn roles_over_files(&mut self) {
        let mut first: BTreeMap<&str, (&FileLayout, &Item)> = BTreeMap::new();
        let standard = self.standard;
        for file in standard.files() {
            for (index, item) in file.items.iter().enumerate() {
                let Some(role) = &item.role else { continue };
                let Some((other, model)) = first.get(role.as_str()) else {
                    first.insert(role, (file, item));
                    continue;
                };
                let id = other.id();
                if kind_of(model.kind) != kind_of(item.kind) {
                    let said = problem!(
                        "役割「{role}」の型が {id} と違います",
                        "the role \"{role}\" has another type than in {id}"
                    );
                    self.item_error(file, index, said);
                } else if model.code_table != item.code_table {
                    let said = problem!(
                        "役割「{role}」のコード表が {id} と違います",
                        "the role \"{role}\" has another code table than in {id}"
                    );
                    let said = self.item_place(file, index, said);
                    self.warning(said);
                }
            }
        }
    }

    fn unused_code_tables(&mut self) {
        let standard = self.standard;
        let used: BTreeSet<&str> = standard
            .files()
            .flat_map(|file| &file.items)
            .filter_map(|item| item.code_table.as_deref())
            .collect();
        for name in standard.codes.keys().filter(|name| !used.contains(name.as_str())) {
            let path = PathBuf::from(&standard.name).join("codes").join(format!("{name}.csv"));
            let said = problem!("このコード表を使う項目がありません", "no item uses this code table");
            self.warning(said.at(self.library.shown(&path)));
        }
    }

    fn item_error(&mut self, file: &FileLayout, index: usize, problem: Problem) {
        let problem = self.item_place(file, index, problem);
        self.error(problem);
    }

    fn item_place(&self, file: &FileLayout, index: usize, problem: Problem) -> Problem {
        problem.at(self.path(file)).line(index as u64 + 2, None)
    }
}

/// Text in its several alphabets is one kind: a number may be digits here and letters too there.
fn kind_of(kind: ItemType) -> ItemType {
    match kind {
        ItemType::Kana | ItemType::Ascii | ItemType::Digits | ItemType::Code => ItemType::Text,
        kind => kind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(resident: &str, roles: &str) -> (usize, String) {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("own");
        std::fs::create_dir_all(root.join("01_juki")).unwrap();
        std::fs::create_dir_all(root.join("codes")).unwrap();
        let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
        write("roles.csv", &format!("role,name,sensitive\n{roles}"));
        write("own/standard.toml", "name='own'\ntitle='Own'\nbasis='reconstructed'\n");
        write(
            "own/01_juki/layout.toml",
            "number=1\nslug='juki'\nname='住基'\nbasis='own'\n[[file]]\nslug='resident'\nname='住民'\n",
        );
        write("own/01_juki/old.csv", "");
        write("own/codes/sex.csv", "value,name,source\n1,男,x\n");
        write(
            "own/01_juki/resident.csv",
            &format!(
                "number,name,slug,key,required,type,digits,bytes,decimals,code_table,role,sensitive,source,notes\n{resident}"
            ),
        );
        let (_, remarks) = lint(&Library::Folder(dir.path().to_owned()), "own").unwrap();
        let errors = remarks.iter().filter(|remark| remark.error).count();
        (errors, remarks.iter().map(|remark| remark.problem.to_string() + "\n").collect())
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let (errors, said) = said(
            "1,番号,number,yes,yes,digits,5,,,,address_number,,x,\n\
             1,個人番号,individual_number,,,digits,12,,,,individual_number,,x,\n\
             3,生年月日,birth_date,,,date,6,,,,birth_dat,,x,\n\
             4,別番号,other_number,,,digits,5,,,,address_number,,x,\n\
             5,氏名,name,,,text,20,10,,,,,x,\n",
            "address_number,宛名番号,\nindividual_number,個人番号,yes\nbirth_date,生年月日,\n",
        );
        for part in [
            "resident.csv:3: the number 1 does not follow",
            "resident.csv:3: an item that is individual_number must be marked sensitive",
            "resident.csv:4: a date has 8 digits, not 6",
            "resident.csv:4: the role \"birth_dat\" is not in roles.csv\n  → did you mean \"birth_date\"?",
            "resident.csv:5: the role \"address_number\" is also that of the item 番号",
            "resident.csv:6: 20 characters do not fit 10 bytes",
            "old.csv: no [[file]] of layout.toml names this file",
            "sex.csv: no item uses this code table",
        ] {
            assert!(said.contains(part), "{part}:\n{said}");
        }
        assert_eq!(errors, 7, "{said}");
    }

    #[test]
    fn the_layouts_that_ship_have_no_errors() {
        for name in crate::standard_names() {
            let (_, remarks) = lint(&Library::Embedded, &name).unwrap();
            let errors: Vec<String> = remarks
                .iter()
                .filter(|remark| remark.error)
                .map(|remark| remark.problem.to_string())
                .collect();
            assert!(errors.is_empty(), "{}", errors.join("\n"));
        }
    }
}
