// WeChat demands this component where the tab bar is custom; AppTabBar.vue draws the real one.
Component({})
