//! Columns over rehearsals, in parts; and beside each picture its figures as a table.

use super::words;
use crate::number::grouped;
use crate::page::parts::{column, numbers, table};
use maud::{Markup, html};
use utsushi_findings::Lang;

/// Units that a picture is wide and high.
const WIDTH: f64 = 1_000.0;
const HEIGHT: f64 = 240.0;
/// What is left for the scale, and for the names below.
const LEFT: f64 = 76.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 34.0;
/// Parts that have a colour and a pattern of their own; a chart has no more.
pub(super) const PARTS: usize = 7;

/// One part of every column.
pub(super) struct Part {
    pub name: String,
    pub values: Vec<f64>,
}

/// How the figures of a chart are said.
#[derive(Clone, Copy)]
pub(super) enum Figures {
    Counts,
    Seconds,
}

impl Figures {
    fn text(self, value: f64) -> String {
        match self {
            Figures::Counts => grouped(value.round() as u64),
            Figures::Seconds if value >= 100.0 => grouped(value.round() as u64),
            Figures::Seconds => format!("{value:.2}"),
        }
    }
}

/// The largest parts, and the rest in one.
pub(super) fn largest(mut parts: Vec<Part>, rest: &str) -> Vec<Part> {
    let sum = |part: &Part| part.values.iter().sum::<f64>();
    parts.sort_by(|a, b| sum(b).total_cmp(&sum(a)).then_with(|| a.name.cmp(&b.name)));
    if parts.len() > PARTS {
        let small = parts.split_off(PARTS - 1);
        let columns = small.first().map_or(0, |part| part.values.len());
        let values = (0..columns).map(|at| small.iter().map(|part| part.values[at]).sum());
        parts.push(Part { name: rest.to_owned(), values: values.collect() });
    }
    parts
}

/// A round number that is not less, and whose half is one too: a scale is marked at both. Of counts it is an even one.
fn round_up(value: f64, figures: Figures) -> f64 {
    let value = match figures {
        Figures::Counts => value.max(2.0),
        Figures::Seconds => value.max(0.02),
    };
    let power = 10_f64.powf(value.log10().floor());
    let steps = [1.0, 2.0, 4.0, 6.0, 8.0, 10.0];
    steps.into_iter().map(|step| step * power).find(|top| *top >= value * 0.999_999).unwrap_or(10.0 * power)
}

/// A column for each of `labels`.
pub(super) fn columns(
    id: &str,
    title: &str,
    labels: &[String],
    parts: &[Part],
    figures: Figures,
    lang: Lang,
) -> Markup {
    let sums: Vec<f64> = (0..labels.len()).map(|at| parts.iter().map(|part| part.values[at]).sum()).collect();
    let top = round_up(sums.iter().copied().fold(0.0, f64::max), figures);
    let step = (WIDTH - LEFT) / labels.len().max(1) as f64;
    let wide = (step * 0.6).min(64.0);
    let high = |value: f64| value / top * (HEIGHT - TOP - BOTTOM);
    let floor = HEIGHT - BOTTOM;
    let spoken: Vec<String> =
        labels.iter().zip(&sums).map(|(label, sum)| format!("{label}: {}", figures.text(*sum))).collect();
    let title_id = format!("{id}-picture");
    html! {
        figure.trend id=(id) {
            figcaption { span.name { (title) } }
            svg role="img" aria-labelledby=(title_id) viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) {
                title id=(title_id) { (title) ": " (spoken.join(lang.pick("、", ", "))) }
                @for mark in [0.0, 0.5, 1.0] {
                    @let y = floor - high(top * mark);
                    line.scale x1=(LEFT) x2=(WIDTH) y1=(round(y)) y2=(round(y)) {}
                    text.scale x=(LEFT - 8.0) y=(round(y + 4.0)) text-anchor="end" { (figures.text(top * mark)) }
                }
                @for (at, label) in labels.iter().enumerate() {
                    @let x = LEFT + step * at as f64 + (step - wide) / 2.0;
                    @for (part, (from, to)) in stack(parts, at).into_iter().enumerate() {
                        @if to > from {
                            rect class=(format!("part{part}")) x=(round(x)) width=(round(wide)) y=(round(floor - high(to))) height=(round((high(to) - high(from)).max(0.8))) {
                                title { (parts[part].name) " " (label) ": " (figures.text(to - from)) }
                            }
                        }
                    }
                    text x=(round(x + wide / 2.0)) y=(HEIGHT - 14.0) text-anchor="middle" { (label) }
                }
            }
            ul.legend {
                @for (at, part) in parts.iter().enumerate() {
                    li {
                        svg.swatch viewBox="0 0 10 10" aria-hidden="true" { rect class=(format!("part{at}")) width="10" height="10" {} }
                        (part.name)
                    }
                }
            }
            details {
                summary { (words::FIGURES.get(lang)) }
                (table("figures", title, html! {
                    thead { tr { (column(words::REHEARSAL.get(lang))) @for part in parts { (numbers(&part.name)) } } }
                    tbody {
                        @for (at, label) in labels.iter().enumerate() {
                            tr { th scope="row" { (label) } @for part in parts { td.number { (figures.text(part.values[at])) } } }
                        }
                    }
                }))
            }
        }
    }
}

/// Where each part of a column begins and ends.
fn stack(parts: &[Part], at: usize) -> Vec<(f64, f64)> {
    let mut from = 0.0;
    let ends = parts.iter().map(|part| {
        let begins = from;
        from += part.values[at].max(0.0);
        (begins, from)
    });
    ends.collect()
}

/// As it stands in a picture: a hundredth of a unit is finer than any screen.
pub(super) fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, values: &[f64]) -> Part {
        Part { name: name.into(), values: values.to_vec() }
    }

    #[test]
    fn small_parts_are_put_together_and_nothing_is_left_out() {
        let parts: Vec<Part> = (0..12).map(|nth| part(&nth.to_string(), &[f64::from(nth), 1.0])).collect();
        let kept = largest(parts, "rest");
        assert_eq!(kept.len(), PARTS);
        assert_eq!((kept[0].name.as_str(), kept[PARTS - 1].name.as_str()), ("11", "rest"));
        let sum = |at: usize| kept.iter().map(|part| part.values[at]).sum::<f64>();
        assert_eq!((sum(0), sum(1)), (66.0, 12.0));
    }

    #[test]
    fn the_scale_ends_at_a_round_number_that_is_not_less() {
        let counts = [0.0, 1.0, 7.0, 10.0, 205.0, 1_001.0].map(|one| round_up(one, Figures::Counts));
        assert_eq!(counts, [2.0, 2.0, 8.0, 10.0, 400.0, 2_000.0]);
        assert!((round_up(0.3, Figures::Seconds) - 0.4).abs() < 1e-9);
    }

    #[test]
    fn a_picture_says_its_figures_to_who_cannot_see_it() {
        let labels = ["1".to_owned(), "2".to_owned()];
        let text =
            columns("x", "Errors", &labels, &[part("DAT002", &[1_200.0, 0.0])], Figures::Counts, Lang::En);
        let text = text.into_string();
        assert!(text.contains("Errors: 1: 1,200, 2: 0</title>"), "{text}");
        assert_eq!(text.matches("class=\"part0\"").count(), 2, "one column and its legend");
    }
}
