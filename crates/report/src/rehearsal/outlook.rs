//! What the cutover will take: a bar for each job, the longest first.

use super::chart::round;
use super::words::{self, between, bytes_text, rests_on, seconds_text};
use crate::number::grouped;
use crate::page::parts::{column, japanese, numbers, section, table};
use maud::{Markup, html};
use utsushi_delivery::forecast::{Forecast, Span};
use utsushi_findings::Lang;

/// Units that the bars' picture is wide.
const WIDTH: f64 = 200.0;

pub(super) fn forecast(forecast: &Forecast, lang: Lang) -> Markup {
    let mut lines: Vec<(String, u64, Span, Option<u64>)> =
        forecast.jobs.iter().map(|job| (job.name.clone(), job.bytes, job.time, Some(job.measured))).collect();
    lines.sort_by(|a, b| b.2.seconds.total_cmp(&a.2.seconds).then_with(|| a.0.cmp(&b.0)));
    lines.push((words::BESIDES.get(lang).to_owned(), 0, forecast.besides, None));
    lines.push((words::VERIFYING.get(lang).to_owned(), 0, forecast.verify, None));
    let longest = lines.iter().map(|line| line.2.high).fold(0.0, f64::max).max(1e-9);
    section(
        "forecast",
        words::FORECAST,
        lang,
        html! {
            p { (rests_on(&forecast.rests_on, lang)) }
            @if forecast.is_known() {
                (table("forecast", words::FORECAST.get(lang), html! {
                    thead { tr {
                        (column(words::JOB.get(lang))) (numbers(words::BYTES.get(lang))) (numbers(words::EXPECTED.get(lang)))
                        th scope="col" { span.unseen { (words::EXPECTED.get(lang)) } }
                        (numbers(words::BETWEEN.get(lang))) (numbers(words::RESTS_ON.get(lang)))
                    } }
                    tbody {
                        @for (name, bytes, time, measured) in &lines {
                            tr {
                                th scope="row" { (japanese(name, lang)) }
                                td.number { @if *bytes > 0 { (grouped(*bytes)) } }
                                td.number { (seconds_text(time.seconds, lang)) }
                                td.bar { (bar(*time, longest)) }
                                td.number { (between(*time, lang)) }
                                td.number { @if let Some(measured) = measured { (grouped(*measured)) } }
                            }
                        }
                        tr.sum {
                            th scope="row" { (words::TOTAL.get(lang)) }
                            td.number { (grouped(forecast.jobs.iter().map(|job| job.bytes).sum())) }
                            td.number { (seconds_text(forecast.total.seconds, lang)) }
                            td {}
                            td.number { (between(forecast.total, lang)) }
                            td {}
                        }
                    }
                }))
                p {
                    (words::DISK_OUTPUT.get(lang)) " " b { (bytes_text(forecast.disk.output_bytes)) } " · "
                    (words::DISK_PEAK.get(lang)) " " b { (bytes_text(forecast.disk.peak_bytes)) }
                }
            }
        },
    )
}

/// A bar as long as the time, with a line for its spread.
fn bar(time: Span, longest: f64) -> Markup {
    let at = |seconds: f64| round(seconds / longest * WIDTH);
    html! {
        svg.span viewBox=(format!("0 0 {WIDTH} 14")) preserveAspectRatio="none" aria-hidden="true" {
            rect.full x="0" y="2" height="10" width=(at(time.seconds).max(0.5)) {}
            @if time.high > time.low { line.spread x1=(at(time.low)) x2=(at(time.high)) y1="7" y2="7" {} }
        }
    }
}
