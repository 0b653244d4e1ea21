//! A headless Chromium, driven over its debugging protocol through its pipe: no port, no other program, nothing from the network.
//! Whatever is waited for is an event or an answer, and comes within [`PATIENCE`] or fails the test.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long an answer may take on a machine that does other things as well.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where it may be; `CHROMIUM` names another place.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A browser with one tab.
pub(crate) struct Browser {
    child: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    events: VecDeque<Value>,
    session: String,
    asked: u64,
    _profile: tempfile::TempDir,
}

fn program() -> PathBuf {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return named.into();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places = std::env::split_paths(&path).flat_map(|folder| NAMES.map(|name| folder.join(name)));
    places
        .into_iter()
        .find(|place| place.is_file())
        .expect("Chromium is not installed: `.ci/run` installs it")
}

impl Browser {
    /// Starts one.
    pub(crate) fn start() -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        // The pipe is the descriptors 3 and 4.
        let script = "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1";
        let mut child = Command::new("sh")
            .args(["-c", script])
            .arg(program())
            .args([
                "--headless",
                "--remote-debugging-pipe",
                "--no-first-run",
                "--no-sandbox",
                "--disable-gpu",
            ])
            .args(["--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .env("HOME", profile.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0)
            .spawn()
            .expect("Chromium starts");
        let to = child.stdin.take();
        let mut out = BufReader::new(child.stdout.take().expect("its pipe"));
        let (sender, from) = mpsc::channel();
        std::thread::spawn(move || {
            let mut message = Vec::new();
            while out.read_until(0, &mut message).is_ok_and(|read| read > 0) {
                message.pop_if(|last| *last == 0);
                let Ok(value) = serde_json::from_slice(&message) else { break };
                if sender.send(value).is_err() {
                    break;
                }
                message.clear();
            }
        });
        let mut browser = Self {
            child,
            to,
            from,
            events: VecDeque::new(),
            session: String::new(),
            asked: 0,
            _profile: profile,
        };
        let target = browser.ask("Target.createTarget", &json!({ "url": "about:blank" }));
        let attached =
            browser.ask("Target.attachToTarget", &json!({ "targetId": target["targetId"], "flatten": true }));
        attached["sessionId"].as_str().expect("a session").clone_into(&mut browser.session);
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.ask(&format!("{domain}.enable"), &json!({}));
        }
        browser
    }

    /// Asks for something, and waits for the answer.
    pub(super) fn ask(&mut self, method: &str, parameters: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.to.as_mut().expect("a pipe").write_all(&bytes).expect("Chromium listens");
        let until = Instant::now() + PATIENCE;
        loop {
            let mut message = self.next(until, method);
            if message["id"] == json!(id) {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].take();
            }
            self.events.push_back(message);
        }
    }

    fn next(&mut self, until: Instant, what: &str) -> Value {
        let left = until.saturating_duration_since(Instant::now());
        self.from
            .recv_timeout(left)
            .unwrap_or_else(|error| panic!("{what}: Chromium does not answer ({error})"))
    }

    /// Waits for an event, which may have come already.
    fn event(&mut self, method: &str) -> Value {
        if let Some(at) = self.events.iter().position(|event| event["method"] == method) {
            return self.events.remove(at).expect("it is there");
        }
        let until = Instant::now() + PATIENCE;
        loop {
            let event = self.next(until, method);
            if event["method"] == method {
                return event;
            }
            self.events.push_back(event);
        }
    }

    /// Opens a file in a window of this size, light or dark, and waits until it is there.
    pub(crate) fn open(&mut self, page: &Path, look: Look) {
        self.events.clear();
        let Look { width, height, scheme, media } = look;
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.ask("Emulation.setDeviceMetricsOverride", &size);
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.ask("Emulation.setEmulatedMedia", &json!({ "media": media, "features": features }));
        let went = self.ask("Page.navigate", &json!({ "url": format!("file://{}", page.display()) }));
        assert!(went["errorText"].is_null(), "{}: {}", page.display(), went["errorText"]);
        self.event("Page.loadEventFired");
    }

    /// What an expression is, or comes to.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.ask("Runtime.evaluate", &asked);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].take()
    }

    /// A picture of the whole page, kept below the target folder to be looked at.
    pub(super) fn picture(&mut self, name: &str) {
        let asked = json!({ "format": "png", "captureBeyondViewport": true });
        let picture = self.ask("Page.captureScreenshot", &asked);
        keep(&format!("{name}.png"), &bytes_of(&picture["data"]));
    }

    /// What is in the window, at so many pixels of the picture to one of the page.
    pub(crate) fn shot(&mut self, look: Look, scale: f64) -> Vec<u8> {
        let size = json!({ "width": look.width, "height": look.height, "deviceScaleFactor": scale, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", &size);
        let picture = self.ask("Page.captureScreenshot", &json!({ "format": "png" }));
        bytes_of(&picture["data"])
    }

    /// The page as it is printed, kept as well.
    pub(super) fn print(&mut self, name: &str) -> Vec<u8> {
        self.ask("Emulation.setEmulatedMedia", &json!({ "media": "", "features": [] }));
        let printed =
            self.ask("Page.printToPDF", &json!({ "preferCSSPageSize": true, "printBackground": false }));
        let bytes = bytes_of(&printed["data"]);
        keep(&format!("{name}.pdf"), &bytes);
        bytes
    }

    /// A key, pressed and let go; a letter is typed.
    pub(super) fn key(&mut self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            " " => 32,
            "ArrowRight" => 39,
            _ => 0,
        };
        let text = if key.chars().count() == 1 { json!(key) } else { Value::Null };
        let text = if key == "Enter" { json!("\r") } else { text };
        let mut down = json!({ "type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code });
        if !text.is_null() {
            down["text"] = text;
        }
        self.ask("Input.dispatchKeyEvent", &down);
        self.ask(
            "Input.dispatchKeyEvent",
            &json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code }),
        );
    }

    /// What went wrong since the page was opened: errors, and requests for anything but the page.
    pub(super) fn complaints(&mut self) -> Vec<String> {
        // What was said before this answer is here with it.
        self.value("0");
        let own = self.value("location.href.split('#')[0]");
        let is_bad = |event: &&Value| match event["method"].as_str() {
            Some("Runtime.exceptionThrown" | "Network.loadingFailed") => true,
            Some("Log.entryAdded") => event["params"]["entry"]["level"] != "info",
            Some("Runtime.consoleAPICalled") => event["params"]["type"] != "log",
            Some("Network.requestWillBeSent") => event["params"]["request"]["url"] != own,
            _ => false,
        };
        self.events.iter().filter(is_bad).map(|event| event["params"].to_string()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Without its pipe it ends by itself.
        drop(self.to.take());
        let until = Instant::now() + PATIENCE;
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            if self.from.recv_timeout(left).is_err() {
                break;
            }
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How a page is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) scheme: &'static str,
    pub(crate) media: &'static str,
}

impl Look {
    pub(crate) const DESKTOP: Self = Self { width: 1280, height: 900, scheme: "light", media: "screen" };
    pub(super) const DARK: Self = Self { scheme: "dark", ..Self::DESKTOP };
    pub(super) const PHONE: Self = Self { width: 360, height: 740, ..Self::DESKTOP };
    pub(super) const PAPER: Self = Self { width: 690, height: 1000, media: "print", ..Self::DESKTOP };
}

/// Where pictures are kept.
fn keep(name: &str, bytes: &[u8]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(name), bytes).expect("a picture is kept");
}

/// What is spelled in base 64.
fn bytes_of(spelled: &Value) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let sixes: Vec<u32> = spelled.as_str().expect("bytes").bytes().filter_map(value).map(u32::from).collect();
    let bytes = sixes.chunks(4).flat_map(|four| {
        let bits = (0..4).fold(0, |bits, at| bits << 6 | four.get(at).copied().unwrap_or(0));
        bits.to_be_bytes().into_iter().skip(1).take(four.len() - 1)
    });
    bytes.collect()
}
