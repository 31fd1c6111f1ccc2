//! From a mapping file to a [`Mapper`]: every name resolved, every mistake told.

mod item;

use crate::definition::MappingToml;
use crate::feed::ItemPlan;
use crate::transform::Scope;
use crate::{Mapper, References};
use item::Compiler;
use std::collections::BTreeMap;
use std::path::Path;
use utsushi_findings::{Problem, Problems, did_you_mean, from_toml, problem};
use utsushi_layout::{FileLayout, Item, Standard};
use utsushi_legacy::SourceDefinition;

impl Mapper {
    /// As [`Mapper::compile_with`], for a project without reference tables.
    ///
    /// # Errors
    /// See there.
    pub fn compile(
        path: &Path,
        text: &str,
        source: &SourceDefinition,
        standard: &Standard,
        layout: &FileLayout,
    ) -> Result<Mapper, Problems> {
        Mapper::compile_with(path, text, source, standard, layout, &References::new())
    }

    /// Compiles the mapping in `text` (read from `path`) from the fields of `source` to the items of `layout`.
    /// `references` are what `lookup` and `renumber` may name.
    ///
    /// # Errors
    /// Every mistake: unknown items, fields, transforms, code tables, references and columns with what was probably
    /// meant, wrong settings, key items that nothing feeds, values that are not in the standard's code table, and keys
    /// with two answers in a reference.
    pub fn compile_with(
        path: &Path,
        text: &str,
        source: &SourceDefinition,
        standard: &Standard,
        layout: &FileLayout,
        references: &References,
    ) -> Result<Mapper, Problems> {
        let toml: MappingToml = from_toml(path, text)?;
        let mut problems = Problems::default();
        let place = |problem: Problem, offset: usize| problem.at(path).offset(text, offset);
        let tables: BTreeMap<String, BTreeMap<String, String>> = toml
            .code
            .iter()
            .map(|(name, entries)| {
                (
                    name.clone(),
                    entries.iter().map(|(from, to)| (from.clone(), to.get_ref().clone())).collect(),
                )
            })
            .collect();
        let mut plans: Vec<Option<ItemPlan>> = layout.items.iter().map(|_| None).collect();
        let mut mapped = vec![false; layout.items.len()];
        for (name, item) in &toml.item {
            let at = name.span().start;
            let name = name.get_ref();
            let Some(index) = layout.item_index(name) else {
                let file = layout.id();
                let said = problem!("{file} に項目「{name}」はありません", "{file} has no item \"{name}\"");
                let names = layout.items.iter().flat_map(|item| [item.name.as_str(), item.slug.as_str()]);
                problems.push(place(said.suggest(did_you_mean(name, names)), at));
                continue;
            };
            if std::mem::replace(&mut mapped[index], true) {
                let said = problem!("項目「{name}」が二度あります", "the item \"{name}\" is mapped twice");
                problems.push(place(said, at));
                continue;
            }
            let scope = Scope { tables: &tables, references, source };
            let compiler = Compiler { text, standard, item: &layout.items[index], scope, place: &place };
            plans[index] = problems.take(compiler.plan(item, at));
        }
        for (index, item) in layout.items.iter().enumerate() {
            if item.key && !mapped[index] {
                let (name, slug) = (&item.name, &item.slug);
                problems.push(
                    problem!(
                        "キー項目「{name}」({slug}) の対応付けがありません",
                        "the key item \"{name}\" ({slug}) is not mapped"
                    )
                    .at(path)
                    .help(
                        format!("[item] に \"{name}\" = {{ from = \"…\" }} を書いてください"),
                        format!("add \"{name}\" = {{ from = \"…\" }} to [item]"),
                    ),
                );
            }
        }
        problems.finish()?;
        let may_be_cut = layout.items.iter().map(Item::may_be_cut).collect();
        Ok(Mapper::new(source.clone(), plans, may_be_cut))
    }
}
