# 天河智慧政务：全部命令。Each target works on a fresh machine: git, make, Python 3.11, a C compiler.
.DEFAULT_GOAL := help
.PHONY: help run stop test check load eval audit-verify bot-train bot-eval bot-candidate bot-publish bot-rollback clean

# `command -v` finds the machine's uv; where there is none, pip brings one into .tools.
UV := $(or $(shell command -v uv 2>/dev/null),.tools/uv/bin/uv)
PYTHON_HOST ?= $(shell command -v python3.11 2>/dev/null || echo python3)
PYTHON := .venv/bin/python

# Compiled modules make the second start several times faster, wherever writing them is turned off.
unexport PYTHONDONTWRITEBYTECODE

help: ## 显示这份说明
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  可设：PORT_BASE（默认 8000） DATA_DIR（默认 .data） DATABASE_URL REDIS_URL HOST"

run: .venv/.synced ## 安装、准备并启动整个系统，就绪后打印 READY；Ctrl-C 停止
	@exec $(PYTHON) -m operations run

stop: .venv/.synced ## 停止当前 DATA_DIR 的系统，并清理遗留进程
	@exec $(PYTHON) -m operations stop

test: .venv/.synced ## 安装所需并运行全部测试
	@exec $(PYTHON) -m operations test

check: .venv/.synced ## 代码规范、类型、导入层次、内容与接口检查
	@exec $(PYTHON) -m operations check

load: .venv/.synced ## 对正在运行的系统做压力场景（可设 BASE_URL、USERS、SECONDS、CONVERSATIONS）
	@exec $(PYTHON) -m load_tests

eval: .venv/.synced ## 用标注的查询测量检索（可设 DATA=文件或目录，ITEMS=事项目录）
	@exec $(PYTHON) -m knowledge_base eval $(if $(ITEMS),--items "$(ITEMS)") $(DATA)

audit-verify: .venv/.synced ## 核验审计链：从第一条到最后一条，有改动、缺失、截断就指出第一处
	@exec $(PYTHON) -m operations audit-verify

bot-train: .venv/.synced ## 训练对话机器人（数据未变时略过），模型在 DATA_DIR/models
	@exec $(PYTHON) -m operations bot-train

bot-eval: .venv/.synced ## 测量对话机器人：没训练过的问句、端到端对话，按主题汇总
	@exec $(PYTHON) -m operations bot-eval

bot-candidate: .venv/.synced ## 用已批准的纠正训练候选模型并评测，不发布
	@exec $(PYTHON) -m operations bot-candidate

bot-publish: .venv/.synced ## 训练、评测并换上新的对话模型，换的时候对话不断
	@exec $(PYTHON) -m operations bot-publish

bot-rollback: .venv/.synced ## 退回上一版对话模型（可设 TO=版本号，0 是随软件提供的）
	@exec $(PYTHON) -m operations bot-rollback $(if $(TO),--to $(TO))

clean: stop ## 停止并删除运行数据（.data 或 DATA_DIR）与构建产物，保留依赖
	rm -rf "$${DATA_DIR:-.data}" web/citizen/dist web/console/dist web/counter/dist

.venv/.synced: pyproject.toml uv.lock $(if $(findstring .tools,$(UV)),$(UV))
	@$(UV) sync --quiet --frozen
	@touch $@

.tools/uv/bin/uv:
	@echo "… 安装 uv"
	@$(PYTHON_HOST) -m venv .tools/uv
	@.tools/uv/bin/pip install --quiet --disable-pip-version-check "uv>=0.8,<1"
