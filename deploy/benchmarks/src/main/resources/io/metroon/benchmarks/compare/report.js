"use strict";
(() => {
  const figures = JSON.parse(document.getElementById("figures").textContent);
  const section = document.getElementById("lines");
  if (figures.timeLines.length === 0) {
    section.remove();
    return;
  }
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const axis = { stroke: () => colour("--faint"), grid: { stroke: () => colour("--rule"), width: 1 }, ticks: { show: false } };
  const series = (label, name) => ({
    label, stroke: () => colour(name), width: 2, points: { show: false }, paths: uPlot.paths.stepped({ align: 1 }),
  });
  const plots = figures.timeLines.map(line => {
    const figure = section.appendChild(document.createElement("figure"));
    figure.appendChild(document.createElement("figcaption")).textContent = line.title;
    const size = () => ({ width: figure.clientWidth, height: 180 });
    const seconds = line.paxos.map((_, i) => i * line.bucketMillis / 1000);
    const plot = new uPlot({
      ...size(),
      scales: { x: { time: false }, y: { range: (u, least, most) => [0, Math.max(1, most * 1.05)] } },
      axes: [{ ...axis, values: (u, at) => at.map(v => v + " s") }, { ...axis, size: 44 }],
      series: [{ label: "seconds" }, series("Multi-Paxos", "--paxos"), series("Raft", "--raft")],
    }, [seconds, line.paxos, line.raft], figure);
    return () => plot.setSize(size());
  });
  const redraw = () => plots.forEach(draw => draw());
  addEventListener("resize", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
})();
