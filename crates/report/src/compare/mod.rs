//! The page about a comparison: the verdict first, then how many in which file, then in which items, then examples.

mod words;

use crate::number::grouped;
use crate::page::parts::{code, column, japanese, number, numbers, section, table};
use crate::page::styled;
use crate::visible::visible;
use maud::{Markup, html};
use utsushi_delivery::comparison::{ComparedExample, ComparedFile, Comparison};
use utsushi_findings::{Both, Lang};

/// Units that the widest bar is wide.
const WIDTH: u64 = 1_000;

/// A comparison as one page of HTML that asks the network for nothing. Same input, same bytes.
pub fn compare_html(result: &Comparison, lang: Lang) -> String {
    let title = format!("{}: {} / {}", words::TITLE.get(lang), result.a.name, result.b.name);
    let body = html! {
        a.skip href="#findings" { (words::SKIP.get(lang)) }
        header {
            h1 { span.document { (words::TITLE.get(lang)) } " " (visible(&result.a.name)) " / " (visible(&result.b.name)) }
            dl {
                @for (name, side) in [("A", &result.a), ("B", &result.b)] {
                    div { dt { (name) } dd { (code(&side.name)) " " (side.kind) " " (code(&side.standard)) } }
                }
            }
        }
        main {
            (verdict(result, lang))
            (cards(result, lang))
            (by_file(result, lang))
            (by_item(result, lang))
            (only_items(result, lang))
            (section("findings", words::DIFFERENCES, lang, differences(result, lang)))
            (tolerances(result, lang))
            (remarks(result, lang))
            (outputs(result, lang))
        }
    };
    styled(&title, body, "", lang)
}

fn sum(result: &Comparison, of: fn(&ComparedFile) -> u64) -> u64 {
    result.files.iter().map(of).sum()
}

fn unread(file: &ComparedFile, side: usize) -> u64 {
    file.broken_lines[side] + file.undecodable_values[side] + file.unreadable_files[side].len() as u64
}

fn verdict(result: &Comparison, lang: Lang) -> Markup {
    let (class, mark, said) = match (result.equal, sum(result, |file| file.tolerated)) {
        (true, 0) => ("verdict clean", "✓", words::EQUAL),
        (true, _) => ("verdict look", "✓", words::EXCUSED),
        (false, _) => ("verdict wrong", "!", words::DIFFERENT),
    };
    html! {
        section class=(class) aria-label=(crate::words::VERDICT.get(lang)) {
            span.mark aria-hidden="true" { (mark) }
            div { p.sentence { strong { (said.get(lang)) } } }
        }
    }
}

fn cards(result: &Comparison, lang: Lang) -> Markup {
    let card = |title: Both, class: &'static str, count: u64| {
        let class = if count > 0 { format!("card {class}") } else { "card".to_owned() };
        html! { div class=(class) { dt { (title.get(lang)) } dd.value { (grouped(count)) } } }
    };
    html! {
        section #numbers aria-label=(crate::words::NUMBERS.get(lang)) {
            dl.cards {
                (card(words::EQUAL_ROWS, "clean", sum(result, |file| file.equal)))
                (card(words::CHANGED_ROWS, "wrong", sum(result, |file| file.changed)))
                (card(words::TOLERATED_ROWS, "look", sum(result, |file| file.tolerated)))
                (card(words::ONLY_A, "wrong", sum(result, |file| file.only[0])))
                (card(words::ONLY_B, "wrong", sum(result, |file| file.only[1])))
                (card(words::NOT_COMPARED, "wrong", sum(result, |file| unread(file, 0) + unread(file, 1))))
            }
        }
    }
}

fn by_file(result: &Comparison, lang: Lang) -> Markup {
    let rows = |file: &ComparedFile, side: usize| {
        html! {
            @if file.there[side] { (number(file.rows[side])) } @else { td.number { (words::MISSING.get(lang)) } }
        }
    };
    let two = |counts: [u64; 2]| html! { td.number { (grouped(counts[0])) " / " (grouped(counts[1])) } };
    let content = table(
        "files",
        words::BY_FILE.get(lang),
        html! {
            thead { tr {
                (column(words::FILE.get(lang))) (column(words::KEY.get(lang)))
                @for title in [
                    words::ROWS_A, words::ROWS_B, words::EQUAL_SHORT, words::CHANGED, words::TOLERATED, words::A_ALONE,
                    words::B_ALONE, words::DOUBLED, words::UNREAD,
                ] { (numbers(title.get(lang))) }
            } }
            tbody { @for file in &result.files {
                tr {
                    th scope="row" { (japanese(&file.name, lang)) " " (code(&file.file)) }
                    td {
                        @if file.key.is_empty() { (words::WHOLE_ROWS.get(lang)) } @else { (japanese(&file.key.join("、"), lang)) }
                    }
                    (rows(file, 0)) (rows(file, 1))
                    (number(file.equal)) (number(file.changed)) (number(file.tolerated))
                    (number(file.only[0])) (number(file.only[1]))
                    (two(file.doubled_keys)) (two([unread(file, 0), unread(file, 1)]))
                }
            } }
        },
    );
    section("by-file", words::BY_FILE, lang, content)
}

fn by_item(result: &Comparison, lang: Lang) -> Markup {
    let items = || result.files.iter().flat_map(|file| file.items.iter().map(move |item| (file, item)));
    let most = items().map(|(_, item)| item.changed + item.tolerated).max().unwrap_or(1);
    let wide = |count: u64| match count {
        0 => 0,
        // One row in a million is still seen.
        _ => ((u128::from(count) * u128::from(WIDTH) / u128::from(most)) as u64).max(4),
    };
    let content = html! {
        @if items().next().is_none() { p { (words::NO_ITEMS.get(lang)) } }
        @for (index, (file, item)) in items().enumerate() {
            @let (changed, tolerated) = (wide(item.changed), wide(item.tolerated));
            @let label = format!("item-{index}");
            figure {
                figcaption {
                    span.name { (japanese(&item.name, lang)) } " " (code(&file.file)) " "
                    span.total {
                        (words::CHANGED.get(lang)) " " (grouped(item.changed)) " · "
                        (words::TOLERATED.get(lang)) " " (grouped(item.tolerated))
                    }
                }
                svg viewBox="0 0 1000 24" preserveAspectRatio="none" role="img" aria-labelledby=(label) {
                    title id=(label) {
                        (file.name) " " (item.name) ": " (words::CHANGED.get(lang)) " " (grouped(item.changed)) ", "
                        (words::TOLERATED.get(lang)) " " (grouped(item.tolerated))
                    }
                    @if changed > 0 { rect.rejected x="0" y="0" width=(changed) height="24" {} }
                    @if tolerated > 0 { rect.duplicates x=(changed) y="0" width=(tolerated) height="24" {} }
                }
            }
        }
    };
    section("by-item", words::BY_ITEM, lang, content)
}

fn only_items(result: &Comparison, lang: Lang) -> Markup {
    let all = || {
        result.files.iter().flat_map(|file| {
            let of = |side: usize, name: &'static str| {
                file.only_items[side].iter().map(move |item| (file, name, item))
            };
            of(0, "A").chain(of(1, "B"))
        })
    };
    if all().next().is_none() {
        return html! {};
    }
    let content = table(
        "only",
        words::ITEMS_OF_ONE.get(lang),
        html! {
            thead { tr {
                (column(words::FILE.get(lang))) (column(words::ITEM.get(lang))) (column(words::SIDE.get(lang)))
                (numbers(words::FILLED.get(lang)))
            } }
            tbody { @for (file, side, item) in all() {
                tr {
                    td { (japanese(&file.name, lang)) " " (code(&file.file)) }
                    td { (japanese(&item.name, lang)) " " (code(&item.item)) }
                    td { (side) }
                    (number(item.filled))
                }
            } }
        },
    );
    section("only-items", words::ITEMS_OF_ONE, lang, content)
}

fn kind(name: &str) -> Both {
    match name {
        "only_a" => words::A_ALONE,
        "only_b" => words::B_ALONE,
        "tolerated" => words::TOLERATED,
        _ => words::CHANGED,
    }
}

/// Examples of one file, kind and item.
type Group<'r> = (&'r ComparedFile, &'r str, &'r str, Vec<&'r ComparedExample>);

fn groups(result: &Comparison) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for file in &result.files {
        let first = groups.len();
        for example in &file.examples {
            let same = |group: &&mut Group<'_>| group.1 == example.kind && group.2 == example.item;
            match groups[first..].iter_mut().find(same) {
                Some(group) => group.3.push(example),
                None => groups.push((file, &example.kind, &example.item, vec![example])),
            }
        }
    }
    groups
}

fn count(file: &ComparedFile, kind: &str, item: &str) -> u64 {
    let of = file.items.iter().find(|one| one.item == item);
    match kind {
        "only_a" => file.only[0],
        "only_b" => file.only[1],
        "tolerated" => of.map_or(0, |item| item.tolerated),
        _ => of.map_or(0, |item| item.changed),
    }
}

fn differences(result: &Comparison, lang: Lang) -> Markup {
    let groups = groups(result);
    if groups.is_empty() {
        return html! { p { (words::NO_DIFFERENCES.get(lang)) } };
    }
    let mut files: Vec<(&str, &str)> =
        groups.iter().map(|(file, ..)| (file.file.as_str(), file.name.as_str())).collect();
    files.dedup();
    let kinds = ["changed", "only_a", "only_b", "tolerated"];
    let all = || html! { option value="*" { (crate::words::ALL.get(lang)) } };
    html! {
        p.rule { (words::RULE.get(lang)) }
        form #filter role="search" aria-label=(words::FILTER.get(lang)) hidden {
            label { (words::KIND.get(lang))
                select name="severity" {
                    (all())
                    @for name in kinds { option value=(name) { (kind(name).get(lang)) } }
                }
            }
            label { (words::FILE.get(lang))
                select name="file" {
                    (all())
                    @for (file, name) in files { option value=(file) { (file) " " (visible(name)) } }
                }
            }
            label.search { (crate::words::SEARCH.get(lang)) input type="search" name="text" autocomplete="off"; }
            button type="reset" { (crate::words::RESET.get(lang)) }
            button #examples type="button" aria-pressed="false" data-open=(crate::words::OPEN_ALL.get(lang)) data-close=(crate::words::CLOSE_ALL.get(lang)) {
                (crate::words::OPEN_ALL.get(lang))
            }
            p { output data-shown=(words::SHOWN.get(lang)) {} }
        }
        (table("findings", words::DIFFERENCES.get(lang), html! {
            thead { tr {
                (column(words::KIND.get(lang))) (column(words::FILE.get(lang))) (column(words::ITEM.get(lang)))
                (numbers(words::COUNT.get(lang)))
            } }
            @for (index, group) in groups.iter().enumerate() { (one_group(index, group, lang)) }
        }))
    }
}

fn one_group(index: usize, (file, name, item, examples): &Group<'_>, lang: Lang) -> Markup {
    let severity = if *name == "tolerated" { "severity warning" } else { "severity error" };
    let spoken = examples.first().map_or("", |example| example.name.as_str());
    let caption = format!("{} {} {}", kind(name).get(lang), file.name, spoken);
    html! {
        tbody id=(format!("difference-{index}")) data-severity=(name) data-file=(file.file) {
            tr {
                td { span class=(severity) { (kind(name).get(lang)) } }
                td { (japanese(&file.name, lang)) " " (code(&file.file)) }
                td { @if item.is_empty() { span.whole { (words::WHOLE_ROW.get(lang)) } } @else { (japanese(spoken, lang)) " " (code(item)) } }
                (number(count(file, name, item)))
            }
            tr.examples { td colspan="4" {
                details {
                    summary { (words::EXAMPLES.get(lang)) " " (examples.len()) span.unseen { " (" (caption) ")" } }
                    table.cases {
                        caption.unseen { (caption) }
                        thead { tr {
                            @for title in [words::KEY, words::VALUE_A, words::VALUE_B, words::RECORD_A, words::RECORD_B] {
                                (column(title.get(lang)))
                            }
                        } }
                        tbody { @for example in examples { (one_example(example, lang)) } }
                    }
                }
            } }
        }
    }
}

fn one_example(example: &ComparedExample, lang: Lang) -> Markup {
    let place = |side: usize| {
        html! { @if example.records[side] > 0 { (code(&example.inputs[side])) " #" (grouped(example.records[side])) } }
    };
    html! {
        tr {
            td { (japanese(&example.key, lang)) }
            td { (japanese(&example.values[0], lang)) }
            td { (japanese(&example.values[1], lang)) }
            td { (place(0)) }
            td { (place(1)) }
        }
    }
}

fn tolerances(result: &Comparison, lang: Lang) -> Markup {
    if result.tolerated.is_empty() {
        return html! {};
    }
    let content = table(
        "tolerances",
        words::TOLERANCES.get(lang),
        html! {
            thead { tr {
                (column(words::ITEM.get(lang))) (column(words::WHAT.get(lang))) (column(words::FILE.get(lang)))
            } }
            tbody { @for one in &result.tolerated {
                tr { td { (japanese(&one.item, lang)) } td { (one.tolerances.join(", ")) } td { (code(&one.file)) } }
            } }
        },
    );
    section("tolerances", words::TOLERANCES, lang, content)
}

fn remarks(result: &Comparison, lang: Lang) -> Markup {
    if result.remarks.is_empty() {
        return html! {};
    }
    let content = table(
        "remarks",
        words::REMARKS.get(lang),
        html! {
            thead { tr {
                (column(words::SIDE.get(lang))) (column(words::PATH.get(lang)))
                (column(crate::words::CODE.get(lang))) (column(words::WHAT.get(lang)))
            } }
            tbody { @for remark in &result.remarks {
                tr { td { (remark.side.to_uppercase()) } td { (code(&remark.path)) } td { (code(&remark.code)) } td { (japanese(&remark.message, lang)) } }
            } }
        },
    );
    section("remarks", words::REMARKS, lang, content)
}

fn outputs(result: &Comparison, lang: Lang) -> Markup {
    let content = table(
        "outputs",
        words::OUTPUTS.get(lang),
        html! {
            thead { tr { (column(words::PATH.get(lang))) (column("SHA-256")) } }
            tbody { @for output in &result.outputs {
                tr { td { (code(&output.path)) } td { (code(&output.sha256)) } }
            } }
        },
    );
    section("outputs", words::OUTPUTS, lang, content)
}

#[cfg(test)]
mod testing;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_verdict_leads_and_values_are_text_and_never_markup() {
        let page = compare_html(&testing::comparison(), Lang::Ja);
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not there"));
        assert!(
            ["<h1", "違いがあります", "変更された行", "ファイルごとの件数</h2>", "<svg", "違いの例</h2>"]
                .map(at)
                .is_sorted()
        );
        assert!(page.contains("&lt;img src=x&gt;") && !page.contains("<img"));
        assert_eq!(page.matches("<table").count(), page.matches("<caption").count());
        let mut same = testing::comparison();
        same.equal = true;
        assert!(compare_html(&same, Lang::En).contains("Equal but for what is tolerated"));
    }
}
