//! A real Chromium for the tests of pages. Without `chromium` on the path they say that they skip; with
//! `UTSUSHI_REQUIRE_CHROMIUM=1` they fail.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A browser with a profile of its own, or nothing where there is none.
pub struct Browser(TempDir);

impl Browser {
    pub fn find() -> Option<Browser> {
        let found =
            Command::new("chromium").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !found.is_ok_and(|status| status.success()) {
            let required = std::env::var_os("UTSUSHI_REQUIRE_CHROMIUM").is_some_and(|value| value == "1");
            assert!(!required, "UTSUSHI_REQUIRE_CHROMIUM=1, and no chromium on the path");
            eprintln!("skipped: no chromium on the path");
            return None;
        }
        Some(Browser(tempfile::tempdir().unwrap()))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Opens `page` with `arguments`; what the browser prints.
    pub fn open(&self, page: &str, arguments: &[&str]) -> String {
        let file = self.path("report.html");
        std::fs::write(&file, page).unwrap();
        self.open_file(&file, arguments)
    }

    pub fn open_file(&self, file: &Path, arguments: &[&str]) -> String {
        let profile = tempfile::tempdir_in(self.0.path()).unwrap();
        let output = Command::new("chromium")
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(arguments)
            .arg(format!("file://{}", file.display()))
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Addresses that `page` asked for.
    pub fn requests(&self, page: &str) -> Vec<String> {
        let log = self.path("net.json");
        self.open(page, &["--dump-dom", &format!("--log-net-log={}", log.display())]);
        let log: Value = serde_json::from_slice(&std::fs::read(&log).unwrap()).unwrap();
        let begun = &log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"];
        assert!(begun.is_u64(), "the log names its events");
        // What the browser asks for by itself, its clock and its updates, has no page as its initiator.
        let of_page = |params: &Value| params["initiator"] != "not an origin";
        let events = log["events"].as_array().unwrap().iter().filter(|event| event["type"] == *begun);
        let asked = events.map(|event| &event["params"]).filter(|params| params["url"].is_string());
        let urls =
            asked.filter(|params| of_page(params)).map(|params| params["url"].as_str().unwrap().to_owned());
        urls.filter(|url| !url.starts_with("file:") && !url.starts_with("data:")).collect()
    }
}

/// A page without its policy, to run what a test adds to it.
pub fn without_policy(page: &str) -> String {
    let from = page.find("<meta http-equiv=\"Content-Security-Policy\"").unwrap();
    let to = from + page[from..].find('>').unwrap() + 1;
    format!("{}{}", &page[..from], &page[to..])
}

/// Width and height of each page of a PDF, in points.
pub fn page_sizes(pdf: &[u8]) -> Vec<(f64, f64)> {
    // Chromium compresses the content of pages, not the objects that describe them.
    let text = String::from_utf8_lossy(pdf);
    let boxes = text.split("/MediaBox").skip(1).map(|rest| {
        let (_, rest) = rest.split_once('[').unwrap();
        let (numbers, _) = rest.split_once(']').unwrap();
        let numbers: Vec<f64> = numbers.split_whitespace().map(|number| number.parse().unwrap()).collect();
        assert_eq!(numbers[..2], [0.0, 0.0]);
        (numbers[2], numbers[3])
    });
    boxes.collect()
}
