// What a start of Sekisho costs, beside an empty Qt Widgets window in the same run: the time until its window can be
// used, the time until it is complete, and the memory of all its processes when they have come to rest. With nothing
// and with 10,000 conversations stored. Prints ratios beside the bars; a run by itself says little, ratios of one run
// say much.
//
//   tests/tools/desktop --keyring -- bench_start [ROUNDS]
//
// Usable: the first frame that stands, in which a person can read the window and write a message that will be sent.
// That it can be written in is tried once for each program, by keys that are pressed as soon as that frame is seen: at
// rest their text must be in the window. tests/e2e/start shows that such a message is sent. Complete: the picture is
// the one the window has at rest, with account, conversations and greeting.
//
// The empty window with Sekisho's fonts and the libraries it stands on, each used once, says how much of the memory is
// theirs. It loads them before its window is there; Sekisho does so behind the first frame.
//
// Watches from outside and changes nothing in what it measures: the programs draw on a virtual display whose picture
// lies in a file. This program links no Qt, so that no memory is shared with it.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Picture = std::vector<uint32_t>;
namespace fs = std::filesystem;

constexpr double bar = 1.6;
constexpr int storedConversations = 10'000;
constexpr auto patience = 60s;

[[noreturn]] void stop(const std::string& why)
{
    std::fprintf(stderr, "bench_start: %s\n", why.c_str());
    std::exit(1);
}

[[noreturn]] void skip(const std::string& why)
{
    std::printf("skipped: %s\n", why.c_str());
    std::exit(0);
}

/// Looks at something at a fixed pace, because nobody tells when a picture or a process has changed.
class Pace {
public:
    explicit Pace(std::chrono::milliseconds step)
        : timer_(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC))
    {
        const timespec every{step.count() / 1000, step.count() % 1000 * 1'000'000};
        const itimerspec times{every, every};
        if (timer_ < 0 || timerfd_settime(timer_, 0, &times, nullptr) != 0) stop("no timer");
    }
    ~Pace() { close(timer_); }
    Pace(const Pace&) = delete;
    Pace& operator=(const Pace&) = delete;

    void next() const
    {
        uint64_t passed = 0;
        if (read(timer_, &passed, sizeof passed) < 0) stop("no timer");
    }

private:
    int timer_;
};

/// Runs a program with some environment variables changed.
pid_t start(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment)
{
    std::vector<char*> arguments;
    for (const auto& word : words)
        arguments.push_back(const_cast<char*>(word.c_str())); // execvp does not write to them
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM); // stopped in the middle, it leaves nothing that holds ctest's pipe
        for (const auto& [name, value] : environment)
            setenv(name.c_str(), value.c_str(), 1);
        execvp(arguments[0], arguments.data());
        _exit(127);
    }
    return child;
}

void end(pid_t program)
{
    kill(program, SIGTERM);
    const Pace pace(20ms);
    for (int i = 0; i < 150; ++i) {
        if (waitpid(program, nullptr, WNOHANG) == program) return;
        pace.next();
    }
    kill(program, SIGKILL);
    waitpid(program, nullptr, 0);
}

/// A virtual display whose picture can be read without asking it.
class Display {
public:
    explicit Display(const fs::path& folder)
    {
        int ready[2];
        if (pipe(ready) != 0) stop("no pipe");
        server_ = start({"Xvfb", "-displayfd", std::to_string(ready[1]), "-fbdir", folder, "-screen", "0",
                         "1440x960x24", "-nolisten", "tcp", "-noreset"},
                        {});
        close(ready[1]);
        char number[16] = {};
        if (read(ready[0], number, sizeof number - 1) <= 0)
            skip("no virtual display: Xvfb is missing or does not start");
        close(ready[0]);
        name_ = ":" + std::to_string(std::atoi(number));
        const int file = open((folder / "Xvfb_screen0").c_str(), O_RDONLY | O_CLOEXEC);
        const size_t bytes = file < 0 ? 0 : fs::file_size(folder / "Xvfb_screen0");
        void* mapped = bytes ? mmap(nullptr, bytes, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
        if (mapped == MAP_FAILED) stop("the display's picture cannot be read");
        picture_ = static_cast<const uint32_t*>(mapped);
        size_ = bytes / sizeof(uint32_t);
    }
    ~Display() { end(server_); }
    Display(const Display&) = delete;
    Display& operator=(const Display&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] Picture picture() const { return {picture_, picture_ + size_}; }
    /// Like another picture, but for a pointer and a text cursor, which are less than a thousandth of it. Looks at
    /// every seventh pixel: looking takes processor time from what is looked at.
    [[nodiscard]] bool shows(const Picture& other) const
    {
        constexpr size_t step = 7;
        size_t different = 0;
        for (size_t i = 0; i < size_; i += step)
            different += picture_[i] != other[i];
        return different * step * 1000 < size_;
    }

private:
    pid_t server_ = -1;
    std::string name_;
    const uint32_t* picture_ = nullptr;
    size_t size_ = 0; ///< pixels, and the few words of the file's head
};

struct Process {
    pid_t parent = 0;
    long ticks = 0; ///< of processor time
};

std::optional<Process> look(const fs::path& folder)
{
    std::ifstream file(folder / "stat");
    std::string line;
    if (!std::getline(file, line)) return {};
    std::istringstream rest(line.substr(line.rfind(')') + 1)); // the name may hold anything
    std::vector<std::string> fields;
    for (std::string field; rest >> field;)
        fields.push_back(field);
    if (fields.size() < 13 || fields[0] == "Z") return {};
    return Process{std::atoi(fields[1].c_str()), std::atol(fields[11].c_str()) + std::atol(fields[12].c_str())};
}

/// The program and everything it started.
std::map<pid_t, Process> family(pid_t program)
{
    std::map<pid_t, Process> all;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        const auto name = entry.path().filename().string();
        if (name.find_first_not_of("0123456789") != std::string::npos) continue;
        if (const auto process = look(entry.path())) all[std::atoi(name.c_str())] = *process;
    }
    std::map<pid_t, Process> members;
    for (const auto& [id, process] : all) {
        for (pid_t up = id; all.contains(up); up = all[up].parent) {
            if (up != program) continue;
            members[id] = process;
            break;
        }
    }
    return members;
}

/// Proportional set size in kB. Nothing: this user may not read it (Sekisho closes its memory to others).
std::optional<long> memoryOf(pid_t program)
{
    long sum = 0;
    for (const auto& [id, process] : family(program)) {
        std::ifstream file("/proc/" + std::to_string(id) + "/smaps_rollup");
        std::optional<long> size;
        for (std::string line; std::getline(file, line);)
            if (line.starts_with("Pss:")) size = std::atol(line.c_str() + 4);
        if (!size) return {};
        sum += *size;
    }
    return sum;
}

/// Waits until nothing of it has used the processor for a second and a half.
void waitForRest(pid_t program)
{
    const Pace pace(100ms);
    const auto limit = Clock::now() + patience;
    long last = -1;
    auto since = Clock::now();
    while (Clock::now() - since < 1500ms) {
        if (Clock::now() > limit) stop("a program does not come to rest");
        long ticks = 0;
        for (const auto& [id, process] : family(program))
            ticks += process.ticks;
        if (ticks != last) {
            last = ticks;
            since = Clock::now();
        }
        pace.next();
    }
}

struct Subject {
    std::string name;
    std::string program;
    std::map<std::string, std::string> environment = {};
    Picture first = {}; ///< the first frame that stands
    Picture atRest = {};
    std::vector<double> usable = {};   ///< milliseconds from the start of the program
    std::vector<double> complete = {}; ///< likewise
    std::vector<double> megabytes = {};
    size_t processes = 0;
};

void waitForBlank(const Display& display, const Picture& blank)
{
    const Pace pace(5ms);
    const auto limit = Clock::now() + patience;
    while (!display.shows(blank)) {
        if (Clock::now() > limit) stop("the display does not become empty");
        pace.next();
    }
}

/// The first picture that is not blank and stays for a moment.
Picture firstFrame(const Display& display, const Picture& blank, const std::string& name)
{
    const Pace pace(2ms);
    const auto limit = Clock::now() + patience;
    for (;;) {
        if (Clock::now() > limit) stop(name + " shows nothing");
        pace.next();
        if (display.shows(blank)) continue;
        auto picture = display.picture();
        pace.next();
        if (display.shows(picture)) return picture;
    }
}

void rehearse(const Display& display, const Picture& blank, Subject& subject)
{
    for (const bool seen : {false, true}) { // the first start after the account was made knows nothing of it yet
        const pid_t program = start({subject.program}, subject.environment);
        auto first = firstFrame(display, blank, subject.name);
        waitForRest(program);
        if (seen) subject.first = std::move(first);
        subject.atRest = display.picture();
        end(program);
        waitForBlank(display, blank);
    }
}

/// Presses keys as soon as the window counts as usable: their text must be in it at rest.
void writeInto(const Display& display, const Picture& blank, const Subject& subject)
{
    const pid_t program = start({subject.program}, subject.environment);
    std::ignore = firstFrame(display, blank, subject.name);
    const pid_t hands =
        start({"xdotool", "type", "--delay", "0", "what was on my last payslip, and the one before"}, {});
    int status = 0;
    waitpid(hands, &status, 0);
    if (status != 0) stop("xdotool cannot press keys");
    waitForRest(program);
    if (display.shows(subject.atRest)) stop(subject.name + ": what was written at the first frame is not there");
    end(program);
    waitForBlank(display, blank);
}

void measure(const Display& display, const Picture& blank, Subject& subject)
{
    const Pace pace(2ms);
    const auto began = Clock::now();
    const pid_t program = start({subject.program}, subject.environment);
    const auto wait = [&](const auto& reached) {
        while (!reached()) {
            if (Clock::now() - began > patience) stop(subject.name + " does not show what it showed before");
            pace.next();
        }
        return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
    };
    const auto complete = [&] { return display.shows(subject.atRest); };
    subject.usable.push_back(wait([&] { return display.shows(subject.first) || complete(); }));
    subject.complete.push_back(wait(complete));
    waitForRest(program);
    subject.processes = family(program).size();
    if (const auto size = memoryOf(program)) subject.megabytes.push_back(static_cast<double>(*size) / 1024);
    end(program);
    waitForBlank(display, blank);
}

double at(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1) + 0.5)];
}

enum class Held { ToTheBar, ToNothing };

void report(const char* what, const char* unit, const std::vector<Subject>& subjects,
            std::vector<double> Subject::* values, Held held)
{
    std::printf("%s\n", what);
    const double floor = at(subjects.front().*values, 0.5);
    for (const auto& subject : subjects) {
        const double median = at(subject.*values, 0.5);
        std::printf("  %-38s median %7.1f %s  (least %.1f, quartiles %.1f, %.1f; %zu process%s)", subject.name.c_str(),
                    median, unit, at(subject.*values, 0), at(subject.*values, 0.25), at(subject.*values, 0.75),
                    subject.processes, subject.processes == 1 ? "" : "es");
        if (&subject != &subjects.front()) std::printf("  ratio %.2f", median / floor);
        if (&subject != &subjects.front() && held == Held::ToTheBar)
            std::printf(", bar %.2f%s", bar, median / floor > bar ? ": OVER" : "");
        std::printf("\n");
    }
}

/// The folders of a person with that many conversations.
std::map<std::string, std::string> seeded(const fs::path& folder, int conversations)
{
    const auto home = folder / std::to_string(conversations);
    fs::create_directories(home);
    const std::map<std::string, std::string> environment{{"XDG_DATA_HOME", home / "data"},
                                                         {"XDG_CONFIG_HOME", home / "config"}};
    const pid_t seeding = start({SEED_ACCOUNT, std::to_string(conversations)}, environment);
    int status = 0;
    waitpid(seeding, &status, 0);
    if (status != 0) stop("the conversations could not be stored");
    return environment;
}

} // namespace

int main(int argc, char** argv)
{
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 9;
    std::string pattern = fs::temp_directory_path() / "sekisho-bench.XXXXXX";
    const fs::path folder = mkdtemp(pattern.data());
    {
        const Display display(folder);
        setenv("DISPLAY", display.name().c_str(), 1);
        setenv("QT_QPA_PLATFORM", "xcb", 1);
        unsetenv("WAYLAND_DISPLAY");
        const auto blank = display.picture();
        std::vector<Subject> subjects{
            {"an empty Qt Widgets window", EMPTY_WINDOW},
            {"that with our fonts and libraries", FLOOR_WINDOW},
            {"Sekisho, nothing stored", SEKISHO, seeded(folder, 0)},
            {"Sekisho, 10,000 conversations stored", SEKISHO, seeded(folder, storedConversations)}};
        for (auto& subject : subjects)
            rehearse(display, blank, subject);
        for (int round = 0; round < rounds; ++round)
            for (auto& subject : subjects)
                measure(display, blank, subject);
        // Last: what is written is kept as a draft, and stands there at the next start.
        for (size_t i = 2; i < subjects.size(); ++i)
            writeInto(display, blank, subjects[i]);
        report("From the start of the program to a window that can be read and written in", "ms", subjects,
               &Subject::usable, Held::ToTheBar);
        report("From the start of the program to the complete window", "ms", subjects, &Subject::complete,
               Held::ToNothing);
        if (subjects.back().megabytes.empty())
            std::printf("Memory: not measured, because Sekisho closes its memory to other programs; root may look\n");
        else
            report("Memory at rest (PSS, all processes)", "MB", subjects, &Subject::megabytes, Held::ToTheBar);
    }
    fs::remove_all(folder);
    return 0;
}
